import { describe, expect, test } from '@jest/globals';
import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { ProbeTiming } from '../../lib/health/probe-timing';

const seconds = (least: number, most: number) => fc.integer({ min: least, max: most });

describe('given the fields of a probe', () => {
  test("the verdict of the API server's defaults falls between 20 s and 31 s, not at 30 s", () => {
    const timing = ProbeTiming.ofFields({});
    expect([timing.earliestVerdict, timing.latestVerdict]).toEqual([20, 31]);
  });

  test('an initial delay moves both ends of the range, the early one by a second less: the kubelet counts from a whole second', () => {
    const timing = ProbeTiming.ofFields({ initialDelaySeconds: 15, periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 1 });
    expect([timing.earliestVerdict, timing.latestVerdict]).toEqual([19, 26]);
  });

  test('a timeout longer than the period stretches the latest verdict, since an overrun attempt is followed at once by the next', () => {
    const timing = ProbeTiming.ofFields({ periodSeconds: 5, timeoutSeconds: 20, failureThreshold: 3 });
    expect([timing.earliestVerdict, timing.latestVerdict]).toEqual([10, 65]);
  });

  test('the explanation gives the numbers and the range', () => {
    expect(ProbeTiming.ofFields({ periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 5 }).explain()).toBe(
      'every 5 s, 3 failures, 5 s to answer: verdict after 10 s to 20 s',
    );
  });
});

describe('given an intention', () => {
  test('any boot within startsWithin is forgiven, and the excess patience is bounded', () => {
    fc.assert(
      fc.property(seconds(1, 3600), (startsWithin) => {
        const timing = ProbeTiming.startup({ startsWithin: Duration.seconds(startsWithin) });
        expect(timing.earliestVerdict).toBeGreaterThanOrEqual(startsWithin);
        expect(timing.earliestVerdict).toBeLessThan(startsWithin + timing.periodSeconds);
      }),
    );
  });

  test('a silent pod is out of the endpoints within removeAfter', () => {
    fc.assert(
      fc.property(seconds(2, 600), (removeAfter) => {
        expect(ProbeTiming.readiness({ removeAfter: Duration.seconds(removeAfter) }).latestVerdict).toBeLessThanOrEqual(removeAfter);
      }),
    );
  });

  test('one failed attempt is not an outage wherever removeAfter leaves room for three', () => {
    fc.assert(
      fc.property(seconds(4, 600), (removeAfter) => {
        expect(ProbeTiming.readiness({ removeAfter: Duration.seconds(removeAfter) }).failureThreshold).toBeGreaterThanOrEqual(3);
      }),
    );
  });

  test('liveness keeps both promises, or says why it cannot', () => {
    fc.assert(
      fc.property(seconds(1, 300), seconds(1, 400), (patience, restartAfter) => {
        const intention = { patience: Duration.seconds(patience), restartAfter: Duration.seconds(restartAfter) };
        if (restartAfter < patience + 2) {
          expect(() => ProbeTiming.liveness(intention)).toThrow(/restartAfter of .* liveness has to sit through/);
        } else {
          const timing = ProbeTiming.liveness(intention);
          expect(timing.earliestVerdict).toBeGreaterThanOrEqual(patience);
          expect(timing.latestVerdict).toBeLessThanOrEqual(restartAfter);
        }
      }),
    );
  });

  test('without restartAfter, liveness asks every 10 s and takes as many failures as patience needs', () => {
    expect(ProbeTiming.liveness({ patience: Duration.minutes(1) })).toMatchObject({
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 7,
    });
  });

  test('an attempt never outlasts its period, so the range is the plain one', () => {
    fc.assert(
      fc.property(seconds(2, 600), (time) => {
        for (const timing of [
          ProbeTiming.startup({ startsWithin: Duration.seconds(time) }),
          ProbeTiming.readiness({ removeAfter: Duration.seconds(time) }),
          ProbeTiming.liveness({ patience: Duration.seconds(time) }),
        ]) {
          expect(timing.timeoutSeconds).toBeLessThanOrEqual(timing.periodSeconds);
        }
      }),
    );
  });

  test('fields read back promise what they were derived from', () => {
    fc.assert(
      fc.property(seconds(2, 600), (removeAfter) => {
        const derived = ProbeTiming.readiness({ removeAfter: Duration.seconds(removeAfter) });
        expect(ProbeTiming.ofFields({ ...derived }).latestVerdict).toBe(derived.latestVerdict);
      }),
    );
  });
});
