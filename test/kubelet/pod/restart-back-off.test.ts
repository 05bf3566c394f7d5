import { expect, test } from '@jest/globals';
import { RestartBackOff } from '../../../lib/kubelet/pod/restart-back-off';

function waits(backOff: RestartBackOff, lifetimes: readonly number[]): number[] {
  let now = 0;
  return lifetimes.map((lifetime) => {
    const exited = now + lifetime;
    now = backOff.next(exited);
    return now - exited;
  });
}

test('a container is started again at once, then after 10 s, doubled up to five minutes', () => {
  expect(waits(new RestartBackOff(), [1, 1, 1, 1, 1, 1, 1, 1])).toEqual([0, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
});

test('the longest wait is the configured one', () => {
  expect(waits(new RestartBackOff(15_000), [1, 1, 1, 1])).toEqual([0, 10_000, 15_000, 15_000]);
});

test('a container that ran for more than ten minutes is forgiven', () => {
  expect(waits(new RestartBackOff(), [1, 1, 1, 600_001, 1])).toEqual([0, 10_000, 20_000, 0, 10_000]);
});
