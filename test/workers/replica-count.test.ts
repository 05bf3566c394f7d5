import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { PodCapacity } from '../../lib/workers/probe-wait';
import { replicasFor } from '../../lib/workers/replica-count';
import { WorkerClass } from '../../lib/workers/worker-class';

const POD: PodCapacity = { workerClass: WorkerClass.GTHREAD, workers: 2, slotsPerWorker: 4, cpus: 1, sharedQueue: false };

describe('given a peak', () => {
  test('slots and CPU are busy 70 % at most, and a pod less would be more, or probes would wait longer than their timeout', () => {
    const peak = fc.record({
      arrivals: fc.double({ min: 0.1, max: 1000, noNaN: true }),
      p95: fc.double({ min: 0.01, max: 5, noNaN: true }),
      onCpu: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(peak, (given) => {
        const { replicas, boundBy, slotUtilisation, cpuUtilisation, probeWait } = replicasFor(given, POD);
        const busiest = Math.max(slotUtilisation, cpuUtilisation);
        expect(busiest).toBeLessThanOrEqual(0.7 + 1e-9);
        expect(replicas === 1 || boundBy === 'probes' || (busiest * replicas) / (replicas - 1) > 0.7 - 1e-9).toBe(true);
        expect(boundBy !== 'probes' || probeWait.p99 <= 1).toBe(true);
      }),
    );
  });

  test('of requests that wait, the slots bind; of requests that compute, the CPU', () => {
    const shared = { ...POD, sharedQueue: true };
    expect(replicasFor({ arrivals: 80, p95: 0.3, onCpu: 0.01 }, shared)).toMatchObject({ replicas: 5, boundBy: 'slots' });
    expect(replicasFor({ arrivals: 80, p95: 0.3, onCpu: 0.4 }, POD)).toMatchObject({ replicas: 14, boundBy: 'CPU' });
  });

  test('one worker computes on one CPU, however many there are', () => {
    expect(
      replicasFor({ arrivals: 10, p95: 0.1, onCpu: 1 }, { ...POD, cpus: 4, workers: 1, slotsPerWorker: 8 }).cpuUtilisation,
    ).toBeCloseTo(1 / replicasFor({ arrivals: 10, p95: 0.1, onCpu: 1 }, { ...POD, cpus: 4, workers: 1, slotsPerWorker: 8 }).replicas);
  });

  test('an event loop has no slots to speak of: the CPU alone counts', () => {
    // Nine pods were measured to serve it, with no probe late.
    expect(
      replicasFor({ arrivals: 200, p95: 0.3, onCpu: 0.1 }, { ...POD, workerClass: WorkerClass.UVICORN, slotsPerWorker: 1000 }),
    ).toMatchObject({ replicas: 9, boundBy: 'CPU' });
  });

  // Measured: 2 × 4 at 11 pods had 9 of 52 probes over a second; 2 × 8 at 9 pods had none.
  test('each gthread worker has a queue of its own: eight threads of two workers are not one queue of eight', () => {
    const peak = { arrivals: 200, p95: 0.3, onCpu: 0.1 };
    const [four, eight] = [4, 8].map((slotsPerWorker) => replicasFor(peak, { ...POD, slotsPerWorker }));

    expect(four).toMatchObject({ boundBy: 'probes' });
    expect(four.replicas).toBeGreaterThan(11);
    expect(replicasFor(peak, { ...POD, sharedQueue: true }).replicas).toBe(11);
    expect(eight).toMatchObject({ replicas: 9, boundBy: 'CPU' });
    expect(eight.probeWait.p99).toBeLessThan(1);
  });

  test('a fraction of a CPU stretches what is computed', () => {
    // 180 ms of waiting, and 120 ms of computing that take 480 ms on a quarter of a CPU.
    const { account, slotUtilisation, replicas } = replicasFor({ arrivals: 80, p95: 0.3, onCpu: 0.4 }, { ...POD, cpus: 0.25 });

    expect(account[0]).toContain('80/s × 660 ms (on 0.25 of a CPU) = 52.8 requests in service');
    expect(slotUtilisation).toBeCloseTo(52.8 / (8 * replicas));
  });

  test('where no few pods more bring the probes within their timeout, it says so', () => {
    const { warnings, boundBy } = replicasFor(
      { arrivals: 20, p95: 6, mean: 4, onCpu: 0.05 },
      { ...POD, workerClass: WorkerClass.SYNC, workers: 3, slotsPerWorker: 1 },
    );

    expect(boundBy).toBe('slots');
    expect(warnings).toEqual([expect.stringMatching(/^1 of 100 probes waits .* the default timeout of a probe is 1 s/)]);
  });

  test('a p95 counts as if every request took it, and the mean takes fewer pods', () => {
    const [p95, mean] = [undefined, 0.1].map((each) => replicasFor({ arrivals: 80, p95: 0.3, mean: each, onCpu: 0.4 }, POD));

    expect(p95.warnings.join()).toContain('the mean is 100 ms, and a third of it is enough');
    expect(mean.warnings).toEqual([]);
    expect(mean.replicas).toBeLessThanOrEqual(Math.ceil(p95.replicas / 3) + 1);
  });
});
