import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { HealthCheck } from '../../lib/health/health-check';
import { HealthEndpoints } from '../../lib/health/health-endpoints';
import { HealthPlan } from '../../lib/health/health-plan';

const separate = HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' });
const seconds = (amount: number) => Duration.seconds(amount);

describe('given endpoints', () => {
  test('separate ones ask for the process at start and after, and for users apart', () => {
    expect([separate.startup, separate.liveness, separate.readiness].map((check) => check!.path)).toEqual([
      '/health/',
      '/health/',
      '/ready/',
    ]);
  });

  test('a startup check of its own is asked at start', () => {
    const startup = HealthCheck.http('/started/');
    expect(HealthEndpoints.checks({ liveness: separate.liveness!, readiness: separate.readiness!, startup }).startup).toBe(startup);
  });

  test('readiness alone has nothing that kills', () => {
    const plan = HealthPlan.of(HealthEndpoints.readinessOnly('/ready/'));
    expect([plan.startup, plan.liveness, plan.readiness?.check.path]).toEqual([undefined, undefined, '/ready/']);
  });

  test('liveness alone protects the boot, and nobody waits for readiness', () => {
    const plan = HealthPlan.of(HealthEndpoints.livenessOnly(HealthCheck.tcp()), {
      startsWithin: Duration.minutes(10),
      patience: seconds(5),
    });
    expect(plan.startup!.timing.earliestVerdict).toBeGreaterThanOrEqual(600);
    expect(plan.readiness).toBeUndefined();
  });

  test('a shared one keeps its reason', () => {
    const { because, liveness, readiness } = HealthEndpoints.shared('/up', { because: ' no other ' });
    expect([because, liveness === readiness]).toEqual(['no other', true]);
  });
});

describe('given intentions', () => {
  const times = fc.record({
    startsWithin: fc.integer({ min: 1, max: 900 }),
    removeAfter: fc.integer({ min: 2, max: 200 }),
    patience: fc.integer({ min: 1, max: 300 }),
  });
  const planOf = (
    { startsWithin, removeAfter, patience }: { startsWithin: number; removeAfter: number; patience: number },
    restartAfter?: number,
  ) =>
    HealthPlan.of(separate, {
      startsWithin: seconds(startsWithin),
      removeAfter: seconds(removeAfter),
      patience: seconds(patience),
      restartAfter: restartAfter ? seconds(restartAfter) : undefined,
    });

  test("liveness acts strictly later than readiness: its earliest verdict comes after the other's latest", () => {
    fc.assert(
      fc.property(times, (given) => {
        const { liveness, readiness } = planOf(given);
        expect(liveness!.timing.earliestVerdict).toBeGreaterThan(readiness!.timing.latestVerdict);
        expect(liveness!.timing.earliestVerdict).toBeGreaterThanOrEqual(given.patience);
      }),
    );
  });

  test('restartAfter is kept, or refused with both times named', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 400 }), (given, restartAfter) => {
        const least = Math.max(given.patience, planOf(given).readiness!.timing.latestVerdict + 1) + 2;
        if (restartAfter < least) {
          expect(() => planOf(given, restartAfter)).toThrow(/^restartAfter of .*(liveness has to sit through|beside removeAfter of)/);
        } else {
          expect(planOf(given, restartAfter).liveness!.timing.latestVerdict).toBeLessThanOrEqual(restartAfter);
        }
      }),
    );
  });

  test('a contradiction is an error even where no probe comes of it', () => {
    const alone = HealthEndpoints.readinessOnly('/ready/');
    expect(() => HealthPlan.of(alone, { startsWithin: seconds(0) })).toThrow(/^startsWithin of 0 s/);
    expect(() => HealthPlan.of(alone, { patience: seconds(60), restartAfter: seconds(10) })).toThrow(/^restartAfter of 10 s/);
  });

  test('ready at the latest is the end of the startup budget and one round of readiness', () => {
    fc.assert(
      fc.property(times, (given) => {
        const plan = planOf(given);
        const { periodSeconds, timeoutSeconds } = plan.readiness!.timing;
        expect(plan.readyWithinSeconds).toBe(plan.startup!.timing.latestVerdict + periodSeconds + timeoutSeconds);
      }),
    );
  });
});

describe('explain', () => {
  test('says each promise, the question and the fields', () => {
    expect(HealthPlan.of(separate, { startsWithin: Duration.minutes(2) }).explain()).toMatchInlineSnapshot(`
"startup    a boot of 2 min is never killed
           GET /health/, every 5 s, 25 failures, 5 s to answer: verdict after 2 min to 2 min 10 s
readiness  a silent pod gets no traffic after 20 s at most
           GET /ready/, every 5 s, 3 failures, 5 s to answer: verdict after 10 s to 20 s
liveness   1 min of slow work is forgiven, a dead process restarted after 1 min 15 s at most
           GET /health/, every 10 s, 7 failures, 5 s to answer: verdict after 1 min to 1 min 15 s"
`);
  });
});

describe('given wrong types, as only a JavaScript user can pass them', () => {
  test('seconds for a duration are refused with what would work', () => {
    expect(() => HealthPlan.of(separate, { removeAfter: 20 as unknown as Duration })).toThrow(
      'removeAfter 20: it has to be a Duration; use one such as Duration.seconds(20).',
    );
  });

  test('no endpoints are refused with what would work', () => {
    expect(() => HealthPlan.of(undefined as unknown as HealthEndpoints)).toThrow(
      /^the health endpoints undefined: it has to be a HealthEndpoints; give one/,
    );
  });
});
