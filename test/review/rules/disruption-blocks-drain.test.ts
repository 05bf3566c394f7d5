import { describe, expect, test } from '@jest/globals';
import { changed, fileOf, fixed, rules } from '../fix/fixed';
import { deployment, seen, type Json } from '../shop';

const budget = (spec: object) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
});
const autoscaler = (minReplicas: number) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas, maxReplicas: 10 },
});
const blocks = (spec: object, replicas: number | undefined, ...others: unknown[]) =>
  seen('disruption-blocks-drain', budget(spec), deployment({}, {}, { replicas }), ...others);

describe('reported', () => {
  test('as many as there are', () => {
    expect(blocks({ minAvailable: 2 }, 2)).toEqual([
      'error spec.minAvailable: minAvailable 2 of the 2 pods of Deployment web allows 0 evictions, even when all are healthy',
    ]);
  });

  test.each([
    ['all of them', { minAvailable: '100%' }, 3],
    ['half of one, rounded up', { minAvailable: '50%' }, 1],
    ['none at a time', { maxUnavailable: 0 }, 5],
    ['none at a time in percent', { maxUnavailable: '0%' }, 5],
    ['one of the one that is there by default', { minAvailable: 1 }, undefined],
  ])('%s', (_, spec, replicas) => {
    expect(blocks(spec, replicas)).toHaveLength(1);
  });

  test('the fewest that an autoscaler leaves', () => {
    expect(blocks({ minAvailable: 2 }, 5, autoscaler(2))).toEqual([expect.stringContaining('of the 2 pods')]);
  });
});

describe('left alone', () => {
  test.each([
    ['room for one', { minAvailable: 1 }, 2],
    ['1 % of one, rounded up', { maxUnavailable: '1%' }, 1],
    ['no replicas', { minAvailable: 1 }, 0],
    ['fewer than none, which the API refuses', { minAvailable: 1 }, -1],
    ['neither field', {}, 1],
    ['a count of the wrong type', { minAvailable: { a: 1 } }, 1],
    ['a selector that selects other pods', { minAvailable: 2, selector: { matchLabels: { app: 'x' } } }, 2],
    ['no selector', { minAvailable: 2, selector: undefined }, 2],
  ])('%s', (_, spec, replicas) => {
    expect(blocks(spec, replicas)).toEqual([]);
  });

  test('a DaemonSet, whose pods a drain passes over', () => {
    expect(seen('disruption-blocks-drain', budget({ maxUnavailable: 0 }), { ...deployment(), kind: 'DaemonSet' })).toEqual([]);
  });

  test('pods of two workloads together', () => {
    const canary = { ...deployment({}, {}, { replicas: 1 }), metadata: { name: 'canary' } };
    expect(blocks({ minAvailable: 2 }, 2, canary)).toEqual([]);
  });
});

describe('the fix', () => {
  const left = (spec: object, workload: Json) =>
    !rules(fixed({ 'a.yaml': fileOf(budget(spec), workload) }).fixed).includes('disruption-blocks-drain');

  test.each([
    ['one at a time', { maxUnavailable: 0 }, 'maxUnavailable: 1'],
    ['one less than there are', { minAvailable: 3 }, 'minAvailable: 2'],
  ])('allows %s', (_, spec, line) => {
    expect(changed('disruption-blocks-drain', budget(spec), deployment({}, {}, { replicas: 3 }))).toEqual([line]);
  });

  test.each([
    ['a percentage, which as a number would protect less of more pods', { minAvailable: '100%' }, 3],
    ['the only pod', { minAvailable: 1 }, 1],
  ])('leaves %s', (_, spec, replicas) => {
    expect(left(spec, deployment({}, {}, { replicas }))).toBe(true);
  });

  test('leaves a StatefulSet, which may mean it', () => {
    expect(left({ maxUnavailable: 0 }, { ...deployment({}, {}, { replicas: 3 }), kind: 'StatefulSet' })).toBe(true);
  });
});
