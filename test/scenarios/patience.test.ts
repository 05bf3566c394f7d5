import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { runScenario, SCENARIOS } from '../../lib/scenarios';
import { asking, web } from './subject';

interface Numbers {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

const numbers = fc.record({
  periodSeconds: fc.integer({ min: 1, max: 20 }),
  timeoutSeconds: fc.integer({ min: 1, max: 10 }),
  failureThreshold: fc.integer({ min: 1, max: 6 }),
});
const pool = fc.constantFrom(['--workers=2'], ['--workers=1', '--threads=4']);

/** Restarts where nobody but the probes asks. */
function restarts(name: string, args: readonly string[], path: string, liveness: Numbers): number {
  const scenario = SCENARIOS.find((each) => each.name === name)!;
  return runScenario(scenario, web({ args, readiness: asking('/ready/'), liveness: asking(path, liveness) }), { load: 0.001 }).restarts;
}

describe('given no users, more patience', () => {
  test.each([
    ['dependency-outage', '/ready/'],
    ['dependency-outage-600s', '/ready/'],
    ['dependency-hang', '/ready/'],
    ['stall', '/health/'],
    ['slow-boot', '/health/'],
  ])('in failures never means more restarts: %s', (name, path) => {
    fc.assert(
      fc.property(pool, numbers, fc.integer({ min: 1, max: 6 }), (args, liveness, more) => {
        expect(restarts(name, args, path, { ...liveness, failureThreshold: liveness.failureThreshold + more })).toBeLessThanOrEqual(
          restarts(name, args, path, liveness),
        );
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  test('in seconds never means more restarts where the dependency refuses', () => {
    fc.assert(
      fc.property(pool, numbers, fc.integer({ min: 1, max: 6 }), (args, liveness, more) => {
        expect(
          restarts('dependency-outage', args, '/ready/', { ...liveness, timeoutSeconds: liveness.timeoutSeconds + more }),
        ).toBeLessThanOrEqual(restarts('dependency-outage', args, '/ready/', liveness));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  // Patience moves the moment of a restart. With 3 s to answer the third container starts at 76 s, and the fourth at 100 s, too late to
  // be condemned. With 4 s everything comes a second later: the third starts just as its probe is due, does not listen yet, and is
  // condemned at once; the fourth then starts at 97 s and meets the rest of the hang. With users in the queue it is false more often:
  // overload.test.ts has one.
  test('in seconds can mean more restarts where the dependency hangs', () => {
    const seconds = (timeoutSeconds: number) =>
      restarts('dependency-hang', ['--workers=1', '--threads=4'], '/ready/', { periodSeconds: 7, timeoutSeconds, failureThreshold: 1 });

    expect([seconds(3), seconds(4)]).toEqual([3, 4]);
  });
});
