import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { WatchedContainer, type World } from './watched-container';
import { HealthEndpoints } from '../../../lib/health/health-endpoints';
import { HealthPlan } from '../../../lib/health/health-plan';
import type { ProbeFields } from '../../../lib/health/probe-fields';
import { ProbeTiming } from '../../../lib/health/probe-timing';
import { Random } from '../../../lib/kubelet/random';

const MANY = { numRuns: process.env.CI ? 500 : 100 };
const whole = (min: number, max: number) => fc.integer({ min, max });
const milliseconds = (min: number, max: number) => fc.integer({ min: min * 1000, max: max * 1000 });
/** What the kubelet leaves to chance, and when the container starts. */
const chance = fc.record({ seed: fc.integer(), runs: milliseconds(0, 60) });
const fields: fc.Arbitrary<ProbeFields> = fc.record({
  periodSeconds: whole(1, 20),
  timeoutSeconds: whole(1, 30),
  failureThreshold: whole(1, 6),
});
const delayed: fc.Arbitrary<ProbeFields> = fc
  .tuple(fields, whole(0, 20))
  .map(([some, initialDelaySeconds]) => ({ ...some, initialDelaySeconds }));

/** Times to answer in milliseconds, most of them short, all within the timeout. */
function latencies(seed: number, { timeoutSeconds }: ProbeTiming): () => number {
  const random = Random.seeded(seed).stream('latencies');
  return () => random.uniform() ** 3 * timeoutSeconds * 999;
}

/**
 * Answers until it falls silent: what is still under way then is lost, and what is asked later is refused sooner or later,
 * or never answered.
 */
function silentFrom(silent: number, latency: () => number, seed: number): World & { readonly firstLost: () => number } {
  const random = Random.seeded(seed).stream('refusals');
  let firstLost = Infinity;
  const world: World = (_, asked) => {
    const after = latency();
    if (asked + after < silent) {
      return { after, answer: 'success' };
    }
    firstLost = Math.min(firstLost, asked);
    return random.uniform() < 0.3 ? undefined : { after: Math.max(after, silent - asked), answer: 'failure' };
  };
  return Object.assign(world, { firstLost: () => firstLost });
}

describe('given the range of a probe, the model of the prober keeps it', () => {
  test.each(['startup', 'liveness'] as const)('when a container never answers: %s, from its start', (role) => {
    fc.assert(
      fc.property(delayed, chance, (some, phase) => {
        const timing = ProbeTiming.ofFields(some);
        const container = new WatchedContainer({ [role]: { timing } }, silentFrom(0, latencies(phase.seed, timing), phase.seed), phase);
        container.clock.runUntil(phase.runs + 1000 * timing.latestVerdict);

        const verdict = container.condemned! - phase.runs;
        expect(verdict).toBeGreaterThanOrEqual(1000 * timing.earliestVerdict);
        expect(verdict).toBeLessThanOrEqual(1000 * timing.latestVerdict);
      }),
      MANY,
    );
  });

  test.each(['liveness', 'readiness'] as const)(
    'when a running container falls silent: %s, from the first question that is lost and from the silence',
    (role) => {
      fc.assert(
        fc.property(
          delayed,
          chance,
          milliseconds(80, 300),
          fc.array(milliseconds(0, 400), { maxLength: 10 }),
          (some, phase, later, syncs) => {
            const timing = ProbeTiming.ofFields(some);
            const silent = phase.runs + later;
            const world = silentFrom(silent, latencies(phase.seed, timing), phase.seed);
            const container = new WatchedContainer({ [role]: { timing } }, world, phase);
            syncs.forEach((sync) => container.clock.at(sync, () => container.sync()));
            container.clock.runUntil(silent + 1000 * timing._whileRunning.latest);

            const verdict = role === 'liveness' ? container.condemned! : container.removedAt!;
            expect(verdict - world.firstLost()).toBeGreaterThanOrEqual(1000 * timing._whileRunning.earliest);
            expect(verdict - silent).toBeLessThanOrEqual(1000 * timing._whileRunning.latest);
          },
        ),
        MANY,
      );
    },
  );

  test('the ends are met: a range that is narrower by a twentieth does not hold', () => {
    const timing = ProbeTiming.ofFields({ periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 });
    const verdicts = Array.from({ length: 400 }, (_, seed) => {
      const container = new WatchedContainer({ liveness: { timing } }, () => (seed % 2 ? undefined : { after: 1, answer: 'failure' }), {
        seed,
        runs: 30_000,
      });
      container.clock.runUntil(100_000);
      return container.condemned! - 30_000;
    });
    expect(Math.min(...verdicts)).toBeLessThan(1000 * (timing.earliestVerdict + 0.05 * 11));
    expect(Math.max(...verdicts)).toBeGreaterThan(1000 * (timing.latestVerdict - 0.05 * 11));
  });
});

const health = HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' });
const seconds = (time: number) => Duration.seconds(time);

/** Slow to answer in one span of time, in which no work is done, and quick otherwise: a busy pool, a boot. */
function busyUntil(end: number, start: number, work: number): World {
  return (_, asked) => ({
    after: asked + work <= start || asked >= end ? work : end - asked + work - Math.max(start - asked, 0),
    answer: 'success',
  });
}

describe('given intentions, the model of the prober keeps what they promise', () => {
  test('a boot within startsWithin is never killed, and is ready within the time that the plan says', () => {
    fc.assert(
      fc.property(whole(1, 900), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean(), chance, (startsWithin, part, refuses, phase) => {
        const plan = HealthPlan.of(health, { startsWithin: seconds(startsWithin) });
        const booted = phase.runs + part * startsWithin * 1000;
        const boot = busyUntil(booted, 0, 5);
        const world: World = (role, asked) => (refuses && asked < booted ? { after: 1, answer: 'failure' } : boot(role, asked));
        const container = new WatchedContainer({ startup: plan.startup, readiness: plan.readiness, liveness: plan.liveness }, world, phase);
        container.clock.runUntil(phase.runs + 1000 * plan.readyWithinSeconds + 600_000);

        expect(container.condemned).toBeUndefined();
        expect(container.readyAt! - phase.runs).toBeLessThanOrEqual(1000 * plan.readyWithinSeconds);
      }),
      MANY,
    );
  });

  test('a silent container is out of the endpoints within removeAfter, and condemned later than that, within restartAfter', () => {
    fc.assert(
      fc.property(
        whole(2, 120),
        whole(1, 300),
        whole(0, 100),
        chance,
        milliseconds(200, 400),
        (removeAfter, patience, slack, phase, later) => {
          const restartAfter = Math.max(patience, removeAfter + 1) + 2 + slack;
          const plan = HealthPlan.of(health, {
            removeAfter: seconds(removeAfter),
            patience: seconds(patience),
            restartAfter: seconds(restartAfter),
          });
          const silent = phase.runs + later;
          const world = silentFrom(silent, () => 900, phase.seed);
          const container = new WatchedContainer(
            { startup: plan.startup, readiness: plan.readiness, liveness: plan.liveness },
            world,
            phase,
          );
          container.clock.runUntil(silent + 1000 * restartAfter);

          expect(container.removedAt! - silent).toBeLessThanOrEqual(1000 * removeAfter);
          expect(container.condemned! - silent).toBeLessThanOrEqual(1000 * restartAfter);
          expect(container.condemned!).toBeGreaterThan(container.removedAt!);
        },
      ),
      MANY,
    );
  });

  test('slow work within patience is never mistaken for a dead process', () => {
    const pauses = fc.record({ patience: whole(1, 300), part: fc.double({ min: 0, max: 1, noNaN: true }), after: milliseconds(100, 200) });
    fc.assert(
      fc.property(pauses, whole(1, 400), chance, ({ patience, part, after }, work, phase) => {
        const timing = ProbeTiming.liveness({ patience: seconds(patience) });
        const busy = phase.runs + after;
        const container = new WatchedContainer({ liveness: { timing } }, busyUntil(busy + part * patience * 1000, busy, work), phase);
        container.clock.runUntil(busy + 2000 * patience + 60_000);

        expect(container.condemned).toBeUndefined();
      }),
      MANY,
    );
  });
});
