import { parseArgs } from 'node:util';
import { dump } from 'js-yaml';
import { DEFAULT_SETTINGS, policyObjects, type PolicySettings } from '../policy/policy-objects';
import { PARAMETERS, POLICY_RULES } from '../policy/registry';
import { UsageError, type Command } from './command';
import { writeWhole } from './whole-file';

const DENY_FROM = ['error', 'warning', 'info', 'never'] as const;

export const policy: Command = {
  help: `probewise policy [options]

Writes ValidatingAdmissionPolicies (Kubernetes 1.30 and newer): the API server itself then answers to Deployments, StatefulSets and
DaemonSets what a review would, as far as the one object decides it. probewise policy | kubectl apply -f -

  --deny-from SEVERITY    from which severity on an object is refused: ${DENY_FROM.join(', ')} (default error); below it a warning is
                          shown to who applies, and information goes to the audit log
  --rule ID               only this rule; repeatable (${POLICY_RULES.map(({ rule }) => rule).join(', ')})
  --exempt NAMESPACE      a namespace that is left alone; repeatable (default ${DEFAULT_SETTINGS.exemptNamespaces.join(', ')})
  --namespace NAME        where the ConfigMap of the parameters lies (default ${DEFAULT_SETTINGS.parameterNamespace})
  --set KEY=NUMBER        a parameter; repeatable (${PARAMETERS.map(({ key, default: unset }) => `${key}=${unset}`).join(', ')})
  --output FILE           write it to FILE, whole or not at all

An object is left alone where it, or its pod template, says why: probewise.dev/ignore.RULE: REASON. A rule is off where the ConfigMap
probewise-policy names it under "off".
`,
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'deny-from': { type: 'string', default: DEFAULT_SETTINGS.denyFrom },
        rule: { type: 'string', multiple: true },
        exempt: { type: 'string', multiple: true },
        namespace: { type: 'string', default: DEFAULT_SETTINGS.parameterNamespace },
        set: { type: 'string', multiple: true, default: [] },
        output: { type: 'string' },
      },
    });
    const settings: PolicySettings = {
      denyFrom: severityOf(values['deny-from']),
      rules: (values.rule ?? DEFAULT_SETTINGS.rules).map(checkedRule),
      exemptNamespaces: (values.exempt ?? DEFAULT_SETTINGS.exemptNamespaces).map((name) => checkedNamespace('--exempt', name)),
      parameterNamespace: checkedNamespace('--namespace', values.namespace),
      parameters: Object.fromEntries(values.set.map(parameterOf)),
    };
    const text = policyObjects(settings)
      .map((object) => `---\n${dump(object, { lineWidth: -1, noRefs: true })}`)
      .join('');
    if (values.output !== undefined) {
      writeWhole(values.output, text);
    }
    return { exitCode: 0, out: values.output === undefined ? text : '' };
  },
};

function severityOf(given: string): PolicySettings['denyFrom'] {
  const found = DENY_FROM.find((severity) => severity === given);
  if (!found) {
    throw new UsageError(`--deny-from ${given}: there is ${DENY_FROM.join(', ')}`);
  }
  return found;
}

function checkedRule(given: string): string {
  const known = POLICY_RULES.map(({ rule }) => rule);
  if (!known.includes(given)) {
    throw new UsageError(`--rule ${given}: no object alone decides it; there is ${known.join(', ')}`);
  }
  return given;
}

function checkedNamespace(option: string, given: string): string {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(given)) {
    throw new UsageError(`${option} ${given}: it is no name of a namespace`);
  }
  return given;
}

function parameterOf(given: string): [string, string] {
  const [, key = '', number = ''] = /^([a-z-]+)=(\d{1,6})$/.exec(given) ?? [];
  if (!PARAMETERS.some((parameter) => parameter.key === key)) {
    throw new UsageError(`--set ${given}: write one such as ${PARAMETERS.map((each) => `${each.key}=${each.default}`).join(' or ')}`);
  }
  return [key, number];
}
