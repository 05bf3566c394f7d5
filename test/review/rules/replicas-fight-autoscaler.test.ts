import { expect, test } from '@jest/globals';
import { autoscaler, deployment, seen } from '../shop';

const fight = (replicas: unknown, ...others: unknown[]) => seen('replicas-fight-autoscaler', deployment({}, {}, { replicas }), ...others);

test('replicas beside an autoscaler are reported', () => {
  expect(fight(3, autoscaler())).toEqual([
    'warning spec.replicas: Deployment web sets 3 replicas; HorizontalPodAutoscaler web decides between 2 and 10',
  ]);
});

test.each([
  ['no replicas', undefined, [autoscaler()]],
  ['an autoscaler of another workload', 3, [autoscaler({ scaleTargetRef: { kind: 'Deployment', name: 'api' } })]],
  ['zero, which switches it off', 0, [autoscaler()]],
])('%s is left alone', (_, replicas, others) => {
  expect(fight(replicas, ...others)).toEqual([]);
});
