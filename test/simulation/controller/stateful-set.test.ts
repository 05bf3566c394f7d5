import { describe, expect, test } from '@jest/globals';
import { countsOf, keep, NEVER_READY, statefulSet, TEMPLATE } from './kept';

describe('given a StatefulSet', () => {
  test('its pods come one after the other, unless it is parallel', () => {
    const [ordered, parallel] = [false, true].map((each) =>
      keep(statefulSet({ parallel: each })).controller.pods.map((pod) => pod.createdAt),
    );

    expect(ordered.every((at, index) => index === 0 || at > ordered[index - 1] + 4_000)).toBe(true);
    expect(parallel).toEqual([0, 0, 0]);
  });

  test('when a new version is rolled out, then each pod is gone before its successor comes, the last one first', () => {
    let fewest = Infinity;
    const { clock, controller } = keep(statefulSet(), (each) => (fewest = Math.min(fewest, each.readyPods)));
    const [first, , last] = controller.pods;
    fewest = Infinity;
    controller.rollOut({ ...TEMPLATE });

    expect([first.alive, last.alive]).toEqual([true, false]);
    clock.runUntil(300_000);
    expect(controller.complete).toBe(true);
    expect(fewest).toBe(2);
  });

  test('when a broken version is undone, then it stays, until somebody deletes its pod', () => {
    const { clock, controller } = keep(statefulSet());
    controller.rollOut(NEVER_READY);
    clock.runUntil(120_000);
    controller.rollOut(TEMPLATE);
    clock.runUntil(600_000);
    expect(countsOf(controller, TEMPLATE, NEVER_READY)).toEqual([2, 1]);

    controller.pods.find(({ template }) => template === NEVER_READY)!.delete();
    clock.runUntil(700_000);
    expect(controller.complete).toBe(true);
  });

  test('a parallel one goes back by itself', () => {
    const { clock, controller } = keep(statefulSet({ parallel: true }));
    controller.rollOut(NEVER_READY);
    clock.runUntil(120_000);
    controller.rollOut(TEMPLATE);
    clock.runUntil(600_000);

    expect(controller.complete).toBe(true);
  });

  test('a partition keeps the lower pods at the old version, also those that are made again', () => {
    const { clock, controller } = keep(statefulSet({ partition: 2 }));
    const next = { ...TEMPLATE };
    controller.rollOut(next);
    clock.runUntil(120_000);
    controller.pods.find(({ template }) => template === TEMPLATE)!.delete();
    clock.runUntil(240_000);

    expect(countsOf(controller, TEMPLATE, next)).toEqual([2, 1]);
  });

  test('with OnDelete a pod is of the new version once it was deleted', () => {
    const { clock, controller } = keep(statefulSet({ onDelete: true }));
    const next = { ...TEMPLATE };
    controller.rollOut(next);
    clock.runUntil(120_000);
    expect(countsOf(controller, TEMPLATE, next)).toEqual([3, 0]);

    controller.pods[1].delete();
    clock.runUntil(240_000);
    expect(countsOf(controller, TEMPLATE, next)).toEqual([2, 1]);
  });
});
