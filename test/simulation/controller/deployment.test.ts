import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { ProbeTiming } from '../../../lib/health/probe-timing';
import { VirtualClock } from '../../../lib/kubelet/clock';
import { Deployment, type RolloutSettings } from '../../../lib/simulation/controller/deployment';
import { withBoot, type PoolPodTemplate } from '../../../lib/simulation/pod/pool-pod-template';
import { Dependency } from '../../../lib/simulation/pool/dependency';
import { POOL_DEFAULTS } from '../../../lib/simulation/pool/pool-settings';
import { Random } from '../../../lib/kubelet/random';
import { HEALTH, podOf } from '../../kubelet/pod/subject';

const TEMPLATE: PoolPodTemplate = podOf({
  settings: POOL_DEFAULTS,
  preStop: 2_000,
  probes: { readiness: { timing: ProbeTiming.ofFields({ periodSeconds: 2 }) } },
  questions: { readiness: HEALTH },
});
const NEVER_READY: PoolPodTemplate = withBoot(TEMPLATE, 1e9);

function deploy(settings: Partial<RolloutSettings>, onChange: (deployment: Deployment) => void = () => undefined) {
  const clock = new VirtualClock();
  const deployment: Deployment = new Deployment({
    clock,
    dependency: new Dependency(clock, 13_000),
    random: Random.seeded(1),
    template: TEMPLATE,
    propagation: 1_000,
    settings: { replicas: 3, maxSurge: 1, maxUnavailable: 0, minReady: 0, recreate: false, progressDeadline: 60_000, ...settings },
    onChange: () => onChange(deployment),
  });
  clock.runUntil(60_000);
  return { clock, deployment };
}

test('a rollout comes to an end, and keeps to what may be surplus and what may be missing on its way', () => {
  const few = fc.integer({ min: 0, max: 3 });
  const bounds = fc
    .record({ replicas: fc.integer({ min: 1, max: 6 }), maxSurge: few, maxUnavailable: few, minReady: fc.constantFrom(0, 7_000) })
    .filter(({ maxSurge, maxUnavailable }) => maxSurge + maxUnavailable > 0);
  fc.assert(
    fc.property(bounds, (settings) => {
      let [most, fewest] = [0, Infinity];
      const { clock, deployment } = deploy(settings, (each) => {
        most = Math.max(most, each.pods.filter(({ alive }) => alive).length);
        fewest = Math.min(fewest, each.readyPods);
      });
      expect(deployment.complete).toBe(true);
      [most, fewest] = [0, Infinity];

      deployment.rollOut({ ...TEMPLATE });
      clock.runUntil(600_000);

      expect(deployment).toMatchObject({ complete: true, deadlineExceeded: false });
      expect(most).toBeLessThanOrEqual(settings.replicas + settings.maxSurge);
      expect(fewest).toBeGreaterThanOrEqual(settings.replicas - settings.maxUnavailable);
    }),
    { seed: 1 },
  );
});

test('a version that never becomes ready stops there, and its deadline passes', () => {
  const { clock, deployment } = deploy({});
  deployment.rollOut(NEVER_READY);
  clock.runUntil(115_000);
  expect(deployment.deadlineExceeded).toBe(false);
  clock.runUntil(600_000);

  expect(deployment).toMatchObject({ complete: false, deadlineExceeded: true, readyPods: 3 });
});

test('with Recreate the old pods are gone before a new one comes', () => {
  const { clock, deployment } = deploy({ recreate: true });
  const old = deployment.pods;
  deployment.rollOut({ ...TEMPLATE });
  clock.runUntil(61_000);
  expect(deployment.pods.every((pod) => old.includes(pod))).toBe(true);
  clock.runUntil(120_000);

  expect(deployment.complete).toBe(true);
});

test('a pod that is deleted is replaced', () => {
  const { clock, deployment } = deploy({});
  deployment.pods[0].delete();
  clock.runUntil(120_000);

  expect(deployment).toMatchObject({ complete: true, readyPods: 3 });
});
