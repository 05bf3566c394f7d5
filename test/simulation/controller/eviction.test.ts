import { describe, expect, test } from '@jest/globals';
import { deployment, keep, NEVER_READY } from './kept';
import { evict } from '../../../lib/simulation/controller/eviction';
import { NodeDrain } from '../../../lib/simulation/controller/node-drain';
import type { DisruptionBound } from '../../../lib/manifest/disruption-budget';

/** What the API says to the eviction of a ready pod, and of one that is not, beside two ready ones. */
function answers(budgets: readonly DisruptionBound[]) {
  return [true, false].map((healthy) => {
    const { clock, controller } = keep(deployment({ replicas: 2, maxSurge: 1 }));
    controller.rollOut(NEVER_READY);
    clock.runUntil(120_000);
    const pod = controller.pods.find(({ ready }) => ready === healthy)!;
    return evict(pod, controller.pods, budgets, 2);
  });
}

describe('given two ready pods and one that is not', () => {
  test.each<[string, DisruptionBound[], [string, string]]>([
    ['no budget', [], ['evicted', 'evicted']],
    ['one that allows a pod to be missing', [{ maxUnavailable: 1 }], ['evicted', 'evicted']],
    ['one that allows none', [{ maxUnavailable: 0 }], ['too many requests', 'evicted']],
    ['a percentage, which is rounded up', [{ minAvailable: '60%' }], ['too many requests', 'evicted']],
    ['one that wants more than there are', [{ minAvailable: 3 }], ['too many requests', 'too many requests']],
    ['the same, but unhealthy pods may go', [{ minAvailable: 3, alwaysEvictsUnhealthy: true }], ['too many requests', 'evicted']],
    ['two of them', [{ maxUnavailable: 1 }, { maxUnavailable: 1 }], ['refused', 'refused']],
  ])('%s', (_, budgets, [ready, unready]) => {
    expect(answers(budgets)).toEqual([ready, unready]);
  });
});

describe('given a drain of the nodes of three pods', () => {
  const drained = (budgets: readonly DisruptionBound[]) => {
    const { clock, controller } = keep(deployment());
    let fewest = 3;
    const drain = new NodeDrain(clock, controller, budgets, 3);
    for (let second = 0; second < 300; second += 1) {
      clock.runUntil(clock.now + 1_000);
      fewest = Math.min(fewest, controller.readyPods);
    }
    return { pods: drain.pods, left: drain.left, refused: drain.refused, fewest };
  };

  test('a budget is kept to, and every pod leaves', () => {
    expect(drained([{ maxUnavailable: 1 }])).toEqual({ pods: 3, left: 3, refused: false, fewest: 2 });
  });

  test('one that allows nothing lets nobody leave', () => {
    expect(drained([{ minAvailable: '100%' }])).toEqual({ pods: 3, left: 0, refused: false, fewest: 3 });
  });

  test('two of them end it with an error', () => {
    expect(drained([{ maxUnavailable: 1 }, { maxUnavailable: 1 }])).toEqual({ pods: 3, left: 0, refused: true, fewest: 3 });
  });
});
