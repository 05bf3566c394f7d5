import { describe, expect, test } from '@jest/globals';
import { sizePool } from '../../lib/workers/pool-size';
import { WorkerClass } from '../../lib/workers/worker-class';

const GIBIBYTE = 2 ** 30;
const pool = (
  onCpu: number,
  { cpus = 1, memory = GIBIBYTE, connectionLimit }: { cpus?: number; memory?: number; connectionLimit?: number } = {},
) => {
  const { plan, replicas } = sizePool(
    { workerClass: WorkerClass.GTHREAD },
    { cpus, memory, connectionLimit, peak: { arrivals: 200, p95: 0.3, onCpu } },
  );
  return {
    workers: plan.workers,
    threads: plan.threads,
    slots: plan.workers * plan.threads,
    replicas: replicas!.replicas,
    cpu: replicas!.cpuUtilisation,
  };
};

describe('given the share of its time that a request computes', () => {
  test('from 40 % on there are four threads a worker', () => {
    expect([0.4, 0.7, 1].map((onCpu) => pool(onCpu).threads)).toEqual([4, 4, 4]);
  });

  test('at 2 % of one CPU about 50 slots keep it busy, where eight would take eleven pods at 11 %', () => {
    const { slots, replicas, cpu } = pool(0.02);

    expect(slots).toBeGreaterThanOrEqual(50);
    expect(slots).toBeLessThanOrEqual(60);
    expect(replicas).toBeLessThanOrEqual(3);
    expect(cpu).toBeGreaterThan(0.4);
  });

  test('there are no more threads than memory and connections leave room for, beside as many workers', () => {
    expect(pool(0.02, { memory: GIBIBYTE / 2 })).toMatchObject({ workers: 2, threads: 19 });
    expect(pool(0.02, { connectionLimit: 250 })).toMatchObject({ workers: 2 });
    expect(pool(0.02, { connectionLimit: 250 }).threads).toBeLessThan(pool(0.02).threads);
  });

  test('many CPUs of which the memory holds few workers are idle, and it is said', () => {
    const { plan } = sizePool({ workerClass: WorkerClass.GTHREAD }, { cpus: 64, memory: GIBIBYTE / 2 });

    expect(plan.warnings.join()).toContain('compute on 5 of 64 CPUs');
  });
});
