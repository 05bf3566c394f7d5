import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { WorkerClass } from '../../lib/workers/worker-class';
import { WorkerPolicy } from '../../lib/workers/worker-policy';
import { MEBIBYTE } from '../../lib/conventions/quantity';

const { SYNC, GTHREAD, GEVENT, ASGI, UVICORN } = WorkerClass;
const LIMITS = { memory: 1024 * MEBIBYTE, cpus: 2 };
/** The liveness period that is used unless `restartAfter` asks for a shorter one. */
const PERIOD = 10;

describe('given what a plan weighs', () => {
  test('the loaded weight is reserve + master + every loaded worker', () => {
    expect(WorkerPolicy.fixed(3, { workerClass: SYNC })._planFor(LIMITS).loadedBytes).toBe((13 + 3 * 45) * MEBIBYTE);
  });

  test('the boot weight counts workers before their first request', () => {
    expect(WorkerPolicy.fixed(3, { workerClass: SYNC })._planFor(LIMITS).bootBytes).toBe((13 + 3 * 31) * MEBIBYTE);
  });

  test('preloading shrinks the weight at boot, and not the weight under load', () => {
    const [forked, preloaded] = [false, true].map((preloadApp) =>
      WorkerPolicy.fixed(3, { workerClass: SYNC, preloadApp })._planFor(LIMITS),
    );
    expect(preloaded.bootBytes).toBeLessThan(forked.bootBytes);
    expect(preloaded.loadedBytes).toBeGreaterThanOrEqual(forked.loadedBytes);
  });
});

describe('given how much a pod serves at once', () => {
  test.each([
    [SYNC, 2],
    [GTHREAD, 8],
    [GEVENT, 2000],
    [ASGI, 2000],
    [UVICORN, 2000],
  ])('two %s workers: %i requests', (workerClass, requests) => {
    expect(WorkerPolicy.fixed(2, { workerClass })._planFor(LIMITS).concurrency).toBe(requests);
  });

  test('a class without threads says 1', () => {
    expect(WorkerPolicy.fixed(2, { workerClass: GEVENT })._planFor(LIMITS).threads).toBe(1);
  });
});

describe('given a liveness probe in front of the pool', () => {
  test('its patience for sync workers is at least the timeout and a period: the killed worker has to be replaced and boot', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), (slowestRequest) => {
        const plan = WorkerPolicy.fit({ workerClass: SYNC })._planFor({ ...LIMITS, slowestRequest });
        expect(plan.patienceSeconds).toBeGreaterThanOrEqual(plan.timeoutSeconds + PERIOD);
      }),
    );
  });

  test.each([GTHREAD, GEVENT, ASGI, UVICORN])(
    'its patience for %s workers is the slowest request, since timeout never ends one',
    (workerClass) => {
      expect(WorkerPolicy.fit({ workerClass })._planFor({ ...LIMITS, slowestRequest: 150 }).patienceSeconds).toBe(150);
    },
  );

  test('nothing stated: it forgives 60 s, the read timeout of the ingress', () => {
    expect(WorkerPolicy.fit()._planFor(LIMITS).patienceSeconds).toBe(60);
  });
});

describe('given a database', () => {
  test('the pod opens what its workers open', () => {
    expect(WorkerPolicy.fixed(3, { threads: 8 })._planFor(LIMITS).connections).toBe(24);
  });

  test('nothing bounds the connections of workers that are not said to be bounded', () => {
    expect(WorkerPolicy.fixed(3, { workerClass: ASGI })._planFor(LIMITS).connections).toBeUndefined();
  });
});
