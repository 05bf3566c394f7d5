import { RULES, type Severity } from '../review';
import { reachesSeverity } from '../review/rule';
import { ANNOTATION_PREFIX } from '../review/suppression';
import { quoted } from './cel';
import type { PolicyLevel, PolicyRule } from './policy-rule';
import { PARAMETERS, POLICY_RULES } from './registry';

/** What the policies do. */
export interface PolicySettings {
  /** From which severity on an object is refused; less is a warning, information goes to the audit log. `never` refuses nothing. */
  readonly denyFrom: Severity | 'never';
  /** Where the ConfigMap of the parameters lies. */
  readonly parameterNamespace: string;
  /** Namespaces that are left alone, by name. */
  readonly exemptNamespaces: readonly string[];
  /** The ids of the rules. */
  readonly rules: readonly string[];
  /** The parameters that are set, by their keys. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** What is taken where nothing else is said. */
export const DEFAULT_SETTINGS: PolicySettings = {
  denyFrom: 'error',
  parameterNamespace: 'default',
  exemptNamespaces: ['kube-system', 'kube-node-lease', 'kube-public'],
  rules: POLICY_RULES.map(({ rule }) => rule),
  parameters: {},
};

/** A Kubernetes object, as JSON. */
export interface PolicyObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

const API = 'admissionregistration.k8s.io/v1';
const PARAMETER_NAME = 'probewise-policy';

/**
 * The policies, a binding for each, and the ConfigMap of their parameters. One policy a rule and severity, since what is done about an
 * object is the binding's to say.
 */
export function policyObjects(settings: PolicySettings): readonly PolicyObject[] {
  const chosen = POLICY_RULES.filter(({ rule }) => settings.rules.includes(rule));
  return [
    parametersOf(settings),
    ...chosen.flatMap((rule) => rule.levels.flatMap((level) => [policyOf(rule, level), bindingOf(rule, level, settings)])),
  ];
}

function parametersOf({ parameterNamespace, parameters }: PolicySettings): PolicyObject {
  const numbers = Object.fromEntries(PARAMETERS.map(({ key, default: unset }) => [key, String(unset)]));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: PARAMETER_NAME, namespace: parameterNamespace },
    data: { off: '', ...numbers, ...parameters },
  };
}

function nameOf({ rule, levels }: PolicyRule, { severity }: PolicyLevel): string {
  return `probewise-${rule}${levels.length > 1 ? `-${severity}` : ''}`;
}

function policyOf(rule: PolicyRule, level: PolicyLevel): PolicyObject {
  return {
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: nameOf(rule, level) },
    spec: {
      // An expression that fails is a fault of ours, and no reason to keep anybody from releasing.
      failurePolicy: 'Ignore',
      paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['apps'],
            apiVersions: ['v1'],
            operations: ['CREATE', 'UPDATE'],
            resources: ['deployments', 'statefulsets', 'daemonsets'],
          },
        ],
      },
      matchConditions: conditionsOf(rule),
      variables: [
        { name: 'pod', expression: 'object.spec.template.spec' },
        {
          name: 'containers',
          expression:
            "variables.pod.containers + variables.pod.?initContainers.orValue([]).filter(c, c.?restartPolicy.orValue('') == 'Always')",
        },
        ...(rule.parameters ?? []).map(({ key, variable, default: unset }) => ({
          name: variable,
          expression: `params != null && params.?data[?${quoted(key)}].orValue('').matches('^[0-9]{1,6}$') ? int(params.data[${quoted(key)}]) : ${unset}`,
        })),
        { name: 'faults', expression: `variables.containers.filter(c, ${level.faulty}).map(c, c.name)` },
      ],
      validations: [{ expression: 'size(variables.faults) == 0', messageExpression: messageOf(rule) }],
    },
  };
}

/** Nothing is judged that a hook of Helm is, that is suppressed with a reason, or whose rule is off. */
function conditionsOf({ rule, hooks = false }: PolicyRule): readonly { readonly name: string; readonly expression: string }[] {
  const annotation = quoted(`${ANNOTATION_PREFIX}${rule}`);
  return [
    ...(hooks ? [] : [{ name: 'no-hook', expression: "!('helm.sh/hook' in object.metadata.?annotations.orValue({}))" }]),
    {
      name: 'not-suppressed',
      expression:
        `object.metadata.?annotations[?${annotation}].orValue('').trim() == '' && ` +
        `object.spec.template.?metadata.?annotations[?${annotation}].orValue('').trim() == ''`,
    },
    {
      name: 'not-off',
      expression: `params == null || !params.?data[?'off'].orValue('').split(',').exists(r, r.trim() == ${quoted(rule)})`,
    },
  ];
}

/** The rule's own words. */
function messageOf({ rule }: PolicyRule): string {
  const { summary, doc } = RULES.find(({ id }) => id === rule)!;
  return (
    `${quoted(`${rule}: container `)} + variables.faults.join(', ') + ` +
    `${quoted(`: ${summary}. ${firstSentence(doc.fix)} (probewise explain ${rule}; to suppress it: ${ANNOTATION_PREFIX}${rule}: REASON)`)}`
  );
}

function firstSentence(text: string): string {
  const [sentence] = /^.*?\.(?=\s|$)/s.exec(text) ?? [text];
  return sentence;
}

function bindingOf(rule: PolicyRule, level: PolicyLevel, { denyFrom, parameterNamespace, exemptNamespaces }: PolicySettings): PolicyObject {
  const denies = denyFrom !== 'never' && reachesSeverity(level.severity, denyFrom);
  return {
    apiVersion: API,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: nameOf(rule, level) },
    spec: {
      policyName: nameOf(rule, level),
      validationActions: denies ? ['Deny'] : level.severity === 'info' ? ['Audit'] : ['Warn'],
      // Without the ConfigMap the defaults would do; but a binding takes its parameter or judges nothing.
      paramRef: { name: PARAMETER_NAME, namespace: parameterNamespace, parameterNotFoundAction: 'Allow' },
      ...(exemptNamespaces.length > 0 && {
        matchResources: {
          namespaceSelector: {
            matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: exemptNamespaces }],
          },
        },
      }),
    },
  };
}
