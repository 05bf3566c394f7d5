import { expect, test } from '@jest/globals';
import { deployment, ingress, seen, service } from '../shop';

const unbounded = (replicas: number, ...others: unknown[]) =>
  seen('disruption-unbounded', deployment({}, {}, { replicas }), service(), ...others);
const budget = (selector: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { maxUnavailable: 1, selector },
});

test('routed replicas without a budget are reported', () => {
  expect(unbounded(3, ingress())).toEqual([
    'warning spec: Deployment web serves a route with 3 pods, and no PodDisruptionBudget selects them',
  ]);
  expect(unbounded(3, ingress(), budget({ matchLabels: { app: 'x' } }))).toHaveLength(1);
});

test.each([
  ['a budget', 3, [ingress(), budget({ matchLabels: { app: 'web' } })]],
  ['one replica', 1, [ingress()]],
  ['no route', 3, []],
])('%s is left alone', (_, replicas, others) => {
  expect(unbounded(replicas, ...others)).toEqual([]);
});
