import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { countsOf, deployment, keep, NEVER_READY, TEMPLATE } from './kept';

test('a rollout comes to an end, and keeps to what may be surplus and what may be missing on its way', () => {
  const few = fc.integer({ min: 0, max: 3 });
  const bounds = fc
    .record({ replicas: fc.integer({ min: 1, max: 6 }), maxSurge: few, maxUnavailable: few, minReady: fc.constantFrom(0, 7_000) })
    .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0);
  fc.assert(
    fc.property(bounds, (settings) => {
      let [most, fewest] = [0, Infinity];
      const { clock, controller } = keep(deployment(settings), (each) => {
        most = Math.max(most, each.pods.filter(({ alive }) => alive).length);
        fewest = Math.min(fewest, each.readyPods);
      });
      expect(controller.complete).toBe(true);
      [most, fewest] = [0, Infinity];

      controller.rollOut({ ...TEMPLATE });
      clock.runUntil(600_000);

      expect(controller).toMatchObject({ complete: true, deadlineExceeded: false });
      expect(most).toBeLessThanOrEqual(settings.replicas + settings.maxSurge);
      expect(fewest).toBeGreaterThanOrEqual(settings.replicas - settings.maxUnavailable);
    }),
    { seed: 1 },
  );
});

describe('given a version that never becomes ready', () => {
  test('it stops there, and its deadline passes a minute after the last progress', () => {
    const { clock, controller } = keep(deployment());
    controller.rollOut(NEVER_READY);
    clock.runUntil(115_000);
    expect(controller.deadlineExceeded).toBe(false);
    clock.runUntil(600_000);

    expect(controller).toMatchObject({ complete: false, deadlineExceeded: true, readyPods: 3 });
  });

  test('when an old pod is evicted, then its own ReplicaSet makes it again, from the old version', () => {
    const { clock, controller } = keep(deployment());
    controller.rollOut(NEVER_READY);
    clock.runUntil(120_000);
    expect(countsOf(controller, TEMPLATE, NEVER_READY)).toEqual([3, 1]);

    controller.pods.find(({ template }) => template === TEMPLATE)!.delete();
    clock.runUntil(180_000);

    expect(countsOf(controller, TEMPLATE, NEVER_READY)).toEqual([3, 1]);
    expect(controller.readyPods).toBe(3);
  });

  test('when it is undone, then the broken pods go and the old ones stay', () => {
    const { clock, controller } = keep(deployment());
    const [...old] = controller.pods;
    controller.rollOut(NEVER_READY);
    clock.runUntil(120_000);
    controller.rollOut(TEMPLATE);
    clock.runUntil(180_000);

    expect(controller).toMatchObject({ complete: true, pods: old });
  });
});

test('progress is made also by old pods that go: a slow rollout of many does not exceed a deadline that each step keeps', () => {
  const { clock, controller } = keep(deployment({ replicas: 8, progressDeadline: 20_000 }));
  controller.rollOut({ ...TEMPLATE });
  clock.runUntil(300_000);

  expect(controller).toMatchObject({ complete: true, deadlineExceeded: false });
});

test('with Recreate the old pods are gone before a new one comes', () => {
  const { clock, controller } = keep(deployment({ recreate: true }));
  const old = controller.pods;
  controller.rollOut({ ...TEMPLATE });
  clock.runUntil(61_000);
  expect(controller.pods.every((pod) => old.includes(pod))).toBe(true);
  clock.runUntil(120_000);

  expect(controller.complete).toBe(true);
});

test('a Deployment that is paused rolls nothing out, and makes pods again that are gone', () => {
  const { clock, controller } = keep(deployment({ paused: true }));
  const next = { ...TEMPLATE };
  controller.rollOut(next);
  controller.pods[0].delete();
  clock.runUntil(180_000);

  expect(countsOf(controller, TEMPLATE, next)).toEqual([3, 0]);
  expect(controller.readyPods).toBe(3);
});

test('a pod that is deleted is replaced', () => {
  const { clock, controller } = keep(deployment());
  controller.pods[0].delete();
  clock.runUntil(120_000);

  expect(controller).toMatchObject({ complete: true, readyPods: 3 });
});
