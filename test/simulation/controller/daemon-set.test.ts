import { describe, expect, test } from '@jest/globals';
import { countsOf, daemonSet, keep, NEVER_READY, TEMPLATE } from './kept';

/** The fewest ready pods of three while a version is rolled out. */
function fewestDuring(strategy: Parameters<typeof daemonSet>[0]): number {
  let fewest = Infinity;
  const { clock, controller } = keep(daemonSet(strategy), (each) => (fewest = Math.min(fewest, each.readyPods)));
  fewest = Infinity;
  controller.rollOut({ ...TEMPLATE });
  clock.runUntil(600_000);
  expect(controller.complete).toBe(true);
  return fewest;
}

describe('given a DaemonSet on three nodes', () => {
  test.each([
    [1, 2],
    [2, 1],
  ])('when %d may be missing, then %d are always ready', (maxUnavailable, ready) => {
    expect(fewestDuring({ maxUnavailable })).toBe(ready);
  });

  test('when it may surge, then no node is without a ready pod', () => {
    expect(fewestDuring({ maxSurge: 1, maxUnavailable: 0 })).toBe(3);
  });

  test('when a version never becomes ready, then no more nodes lose their pod than may, or none with a surge', () => {
    for (const [strategy, left] of [
      [daemonSet(), 2],
      [daemonSet({ maxSurge: 1, maxUnavailable: 0 }), 3],
    ] as const) {
      const { clock, controller } = keep(strategy);
      controller.rollOut(NEVER_READY);
      clock.runUntil(600_000);

      expect([controller.readyPods, ...countsOf(controller, TEMPLATE, NEVER_READY)]).toEqual([left, left, 1]);
    }
  });

  test('with OnDelete nothing is replaced until somebody deletes it', () => {
    const { clock, controller } = keep(daemonSet({ onDelete: true }));
    const next = { ...TEMPLATE };
    controller.rollOut(next);
    clock.runUntil(120_000);
    controller.pods[0].delete();
    clock.runUntil(240_000);

    expect(countsOf(controller, TEMPLATE, next)).toEqual([2, 1]);
  });
});
