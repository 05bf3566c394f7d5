import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { sizePool } from '../../lib/workers/pool-size';
import { WorkerClass } from '../../lib/workers/worker-class';

const CONTAINER = { cpus: 1, memory: 2 ** 30 };
const GTHREAD = { workerClass: WorkerClass.GTHREAD, threads: 4 };

describe('given a database whose connections are limited', () => {
  test('the pods of the peak share them, with those of a rollout', () => {
    const { plan, replicas, connections } = sizePool(GTHREAD, {
      ...CONTAINER,
      peak: { arrivals: 80, p95: 0.3, onCpu: 0.04 },
      connectionLimit: 100,
    });
    expect({ workers: plan.workers, replicas: replicas!.replicas }).toEqual({ workers: 2, replicas: 5 });
    expect(connections).toBe('(5 replicas + 2 surge + 5 terminating) × 2 workers × 4 threads + 0 beside them = 96 of 100 − 3 reserved');
  });

  test('smaller pools take more pods, which share the same connections: planned until both agree', () => {
    // 2 workers need 2 pods of 8 slots: 5 with the rollout, 40 connections of 37. One worker needs 3 pods: 7 × 4 = 28.
    const { plan, replicas } = sizePool(GTHREAD, { ...CONTAINER, peak: { arrivals: 8, p95: 1, onCpu: 0.01 }, connectionLimit: 40 });
    expect({ workers: plan.workers, replicas: replicas!.replicas }).toEqual({ workers: 1, replicas: 3 });
  });

  test('what is planned never opens more than is granted, and is enough for the peak, or it is refused', () => {
    const request = fc.record({
      peak: fc.record({
        arrivals: fc.double({ min: 0.1, max: 300, noNaN: true }),
        p95: fc.double({ min: 0.01, max: 2, noNaN: true }),
        onCpu: fc.double({ min: 0.01, max: 1, noNaN: true }),
      }),
      connectionLimit: fc.integer({ min: 10, max: 2000 }),
    });
    let planned = 0;
    fc.assert(
      fc.property(request, (given) => {
        let size;
        try {
          size = sizePool(GTHREAD, { ...CONTAINER, ...given });
        } catch (error) {
          expect((error as Error).message).toMatch(/database connections for each pod/);
          return;
        }
        planned++;
        const { plan, replicas } = size;
        const pods = 2 * replicas!.replicas + Math.ceil(replicas!.replicas / 4);
        expect(pods * plan.workers * plan.threads).toBeLessThanOrEqual(given.connectionLimit - 3);
        expect(replicas!.slotUtilisation).toBeLessThanOrEqual(0.7 + 1e-9);
      }),
    );
    expect(planned).toBeGreaterThan(0);
  });

  test('without a peak, two pods are counted', () => {
    expect(sizePool(GTHREAD, { ...CONTAINER, connectionLimit: 43 })).toMatchObject({ plan: { workers: 2 }, replicas: undefined });
    expect(sizePool(GTHREAD, { ...CONTAINER, connectionLimit: 42 })).toMatchObject({ plan: { workers: 1 } });
  });

  test('of a class that opens without bound, nothing is promised', () => {
    expect(() => sizePool({ workerClass: WorkerClass.GEVENT }, { ...CONTAINER, connectionLimit: 100 })).toThrow(
      'nothing bounds how many one gevent worker opens',
    );
  });
});
