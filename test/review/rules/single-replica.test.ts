import { expect, test } from '@jest/globals';
import { deployment, ingress, seen, service } from '../shop';

const hpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
};
const single = (replicas: number | undefined, ...others: unknown[]) =>
  seen('single-replica', deployment({}, {}, { replicas }), service(), ...others);

test('one routed pod is information, also when an autoscaler may leave one', () => {
  expect(single(1, ingress())).toEqual(['info spec.replicas: Deployment web serves a route with one pod']);
  expect(single(5, ingress(), hpa)).toEqual([expect.stringContaining('the fewest that HorizontalPodAutoscaler web leaves')]);
});

test.each([
  ['two', 2, [ingress()]],
  ['one without a route', 1, []],
  ['none', 0, [ingress()]],
])('%s is left alone', (_, replicas, others) => {
  expect(single(replicas, ...others)).toEqual([]);
});
