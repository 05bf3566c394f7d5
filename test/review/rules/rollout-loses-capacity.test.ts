import { expect, test } from '@jest/globals';
import { deployment, seen, service } from '../shop';

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
