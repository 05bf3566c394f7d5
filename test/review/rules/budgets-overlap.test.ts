import { describe, expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const budget = (name: string, spec: object = {}, namespace?: string) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, ...(namespace ? { namespace } : {}) },
  spec: { selector: { matchLabels: { app: 'web' } }, maxUnavailable: 1, ...spec },
});
const overlapping = (...objects: unknown[]) => seen('budgets-overlap', ...objects);

describe('reported', () => {
  test('on the second budget of the same pods, once', () => {
    expect(overlapping(budget('chart'), deployment(), budget('web'))).toEqual([
      'error spec.selector: Deployment web is selected by this budget and by PodDisruptionBudget chart',
    ]);
  });

  test.each([
    ['an empty selector, which selects every pod of the namespace', { selector: {} }],
    ['an expression that holds for them', { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'api'] }] } }],
  ])('%s', (_, spec) => {
    expect(overlapping(deployment(), budget('chart'), budget('web', spec))).toHaveLength(1);
  });
});

describe('left alone', () => {
  test.each<[string, unknown[]]>([
    ['one budget', [deployment(), budget('web')]],
    ['budgets of other pods', [deployment(), budget('web'), budget('api', { selector: { matchLabels: { app: 'api' } } })]],
    ['the same budget in two files', [deployment(), budget('web'), budget('web')]],
    ['one of another namespace', [deployment(), budget('web', {}, 'shop'), budget('other', {}, 'bank')]],
    ['one without a selector', [deployment(), budget('web'), budget('none', { selector: undefined })]],
    ['a DaemonSet', [{ ...deployment(), kind: 'DaemonSet' }, budget('chart'), budget('web')]],
    ['no replicas', [deployment({}, {}, { replicas: 0 }), budget('chart'), budget('web')]],
  ])('%s', (_, objects) => {
    expect(overlapping(...objects)).toEqual([]);
  });
});
