import { describe, expect, test } from '@jest/globals';
import { changed, fileOf, fixed, rules } from '../fix/fixed';
import { budget, deployment, seen, service } from '../shop';

const loses = (replicas: number, strategy?: object, ...others: unknown[]) =>
  seen('rollout-loses-capacity', deployment({}, {}, { replicas, strategy }), service(), ...others);
const rolling = (maxUnavailable: unknown, maxSurge: unknown = '25%') => ({ rollingUpdate: { maxUnavailable, maxSurge } });

test.each([
  [2, rolling(1), 1],
  [3, rolling('67%'), 2],
  [1, rolling(1), 1],
  [4, { type: 'Recreate' }, 4],
  [2, rolling(0, 0), 1],
])('%d replicas with %j lose %d', (replicas, strategy, lost) => {
  expect(loses(replicas, strategy)).toEqual([expect.stringContaining(`a rollout may take away ${lost}`)]);
});

test.each([
  ['the default of 2, of which 25 % are none', 2, undefined],
  ['the default of 4', 4, undefined],
  ['49 % of 2, rounded down', 2, rolling('49%')],
  ['a single replica that is recreated', 1, { type: 'Recreate' }],
])('%s is left alone', (_, replicas, strategy) => {
  expect(loses(replicas, strategy)).toEqual([]);
});

test('a worker without users is left alone', () => {
  expect(seen('rollout-loses-capacity', deployment({}, {}, { strategy: rolling(2) }))).toEqual([]);
});

describe('the fix', () => {
  const left = (replicas: number, strategy: object) =>
    !rules(fixed({ 'a.yaml': fileOf(deployment({}, {}, { replicas, strategy }), service()) }).fixed).includes('rollout-loses-capacity');

  test('lets a rollout take one pod at a time', () => {
    const away = rolling('50%', 0);
    expect(changed('rollout-loses-capacity', deployment({}, {}, { replicas: 4, strategy: away }), service(), budget())).toEqual([
      'maxUnavailable: 1',
    ]);
  });

  test.each([
    ['two pods, one of which is half of them', 2, rolling(1)],
    ['Recreate, which may be meant', 4, { type: 'Recreate' }],
  ])('leaves %s', (_, replicas, strategy) => {
    expect(left(replicas, strategy)).toBe(true);
  });
});
