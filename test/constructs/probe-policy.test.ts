import { describe, expect, test } from '@jest/globals';
import { App, Chart, Duration, Testing } from 'cdk8s';
import { PolicyDenial, ProbePolicy, type ProbePolicyProps } from '../../lib';
import { POLICY_RULES } from '../../lib/policy/registry';
import { js, type Json } from './fixtures';

function made(props: ProbePolicyProps = {}, chart = Testing.chart()): readonly Json[] {
  new ProbePolicy(chart, 'policy', props);
  return Testing.synth(chart);
}
const the = (objects: readonly Json[], kind: string, name?: string): Json =>
  objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));

test('by default every rule has a policy and a binding, errors are refused, warnings are shown and information is audited', () => {
  const objects = made();
  const levels = POLICY_RULES.flatMap((rule) => rule.levels);
  expect(objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')).toHaveLength(levels.length);
  const actions = (name: string) => the(objects, 'ValidatingAdmissionPolicyBinding', name).spec.validationActions;
  expect(actions('probewise-daemonized')).toEqual(['Deny']);
  expect(actions('probewise-startup-uncovered')).toEqual(['Warn']);
  expect(actions('probewise-liveness-equals-readiness-info')).toEqual(['Audit']);
});

test('every binding has its policy, leaves the system alone, and takes its parameters from the ConfigMap', () => {
  const objects = made();
  const names = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
  const bindings = objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicyBinding');
  expect(bindings.map(({ spec }) => spec.policyName)).toEqual(names);
  const { metadata, data } = the(objects, 'ConfigMap');
  for (const { spec } of bindings) {
    expect(spec.paramRef).toEqual({ name: metadata.name, namespace: metadata.namespace, parameterNotFoundAction: 'Allow' });
    expect(spec.matchResources.namespaceSelector.matchExpressions[0].values).toContain('kube-system');
  }
  expect(data).toEqual({ off: '', 'cold-boot-seconds': '20', 'long-delay-seconds': '30' });
});

test('policies are of the whole cluster, whatever the namespace of the chart', () => {
  const chart = new Chart(new App(), 'chart', { namespace: 'shop' });
  const objects = made({}, chart);
  expect(objects.filter(({ kind, metadata }) => kind !== 'ConfigMap' && metadata.namespace !== undefined)).toEqual([]);
  expect(the(objects, 'ConfigMap').metadata.namespace).toBe('default');
});

test('what is said counts: denial, rules, namespaces, seconds', () => {
  const objects = made({
    deny: PolicyDenial.NOTHING,
    rules: ['daemonized', 'startup-uncovered'],
    exemptNamespaces: ['lab'],
    parameterNamespace: 'policies',
    coldBoot: Duration.minutes(1),
  });
  expect(objects.map(({ metadata }) => metadata.name)).toEqual([
    'probewise-policy',
    'probewise-daemonized',
    'probewise-daemonized',
    'probewise-startup-uncovered',
    'probewise-startup-uncovered',
  ]);
  expect(the(objects, 'ValidatingAdmissionPolicyBinding').spec.validationActions).toEqual(['Warn']);
  expect(the(objects, 'ConfigMap')).toMatchObject({ metadata: { namespace: 'policies' }, data: { 'cold-boot-seconds': '60' } });
});

describe('given what cannot work, it is refused with one thing that would', () => {
  test.each([
    [
      'a rule that takes more than one object',
      { rules: ['service-selects-nothing'] },
      /^rule 'service-selects-nothing': no object alone decides it; use some of daemonized/,
    ],
    ['a rule that is not there', { rules: ['nothing'] }, /^rule 'nothing'/],
    ['a denial that is not there', js<ProbePolicyProps>({ deny: 'all' }), /^deny 'all': it has to be one of error, warning, info, never/],
    ['no name of a namespace', { exemptNamespaces: ['Kube_System'] }, /^namespace 'Kube_System'/],
    ['half a second', { coldBoot: Duration.millis(500) }, /^coldBoot .* a policy counts whole seconds/],
    ['a prop that nobody reads', js<ProbePolicyProps>({ denyFrom: 'error' }), /denyFrom/],
  ])('%s', (_, props: ProbePolicyProps, message) => {
    expect(() => made(props)).toThrow(message);
  });
});
