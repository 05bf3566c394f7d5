import { describe, expect, test } from '@jest/globals';
import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { WorkerClass } from '../../lib/workers/worker-class';
import { WorkerPolicy } from '../../lib/workers/worker-policy';
import { MEBIBYTE } from '../../lib/conventions/quantity';
import { bytesInWords } from '../../lib/wording/quantity';
import { durationInWords } from '../../lib/wording/duration';

const { SYNC, GTHREAD } = WorkerClass;
const LIMITS = { memory: 1024 * MEBIBYTE, cpus: 1 };
const lineOf = (account: string, head: string) => account.split('\n').find((line) => line.startsWith(head));

describe('given a plan, its account', () => {
  test('reads like this', () => {
    expect(
      WorkerPolicy.fit({ workerClass: SYNC, maxRequests: 1000 })
        ._planFor({ ...LIMITS, cpus: undefined })
        .explain(),
    ).toMatchInlineSnapshot(`
"pool       3 sync workers for 1 CPU and 1 GiB: 3 requests at once; bound by cpu
memory     master 13 MiB + 3 × 45 MiB (measured under load) = 148 MiB, 14 % of the limit; at boot it looks like 106 MiB
time       timeout 30 s (ends a request), graceful timeout 30 s, no keep-alive, recycled after 1000 + 0…200 requests
assumed    no CPU request or limit is stated: planned for 1 CPU
mind       recycling: while one of 3 workers drains, for up to 30 s, the pool is 33 % smaller; probes count towards maxRequests"
`);
  });

  test('shows the reserve where there is one', () => {
    const policy = WorkerPolicy.fit({ workerClass: SYNC, reservedMemory: Size.mebibytes(100) });
    expect(lineOf(policy._planFor(LIMITS).explain(), 'memory')).toContain('memory     100 MiB reserved + master 13 MiB + 3 × 45 MiB');
  });

  test('says that the timeout of a gthread worker ends no request', () => {
    expect(lineOf(WorkerPolicy.fit()._planFor(LIMITS).explain(), 'time')).toContain('timeout 30 s (heartbeat only, ends no request)');
  });

  test('says that a sync worker keeps no connection', () => {
    expect(lineOf(WorkerPolicy.fit({ workerClass: SYNC })._planFor(LIMITS).explain(), 'time')).toContain('no keep-alive, never recycled');
  });

  test('says where requests wait together, and that no connection is kept then', () => {
    const account = WorkerPolicy.fit({ sharedQueue: true })._planFor(LIMITS).explain();
    expect(lineOf(account, 'pool')).toContain('8 requests at once, from one queue; bound by cpu');
    expect(lineOf(account, 'time')).toContain('no keep-alive');
  });

  test('says worker for one and workers for more', () => {
    const pool = (workers: number) => lineOf(WorkerPolicy.fixed(workers)._planFor(LIMITS).explain(), 'pool');
    expect([pool(1), pool(2)]).toEqual([
      expect.stringContaining('1 gthread worker × 4 threads'),
      expect.stringContaining('2 gthread workers × 4 threads'),
    ]);
  });

  test('gives what was assumed a line of its own', () => {
    const plan = WorkerPolicy.fit()._planFor({ ...LIMITS, assumptions: ['the sun shines'] });
    expect(plan.explain()).toContain('\nassumed    the sun shines');
  });

  test('contains the numbers of any plan: workers, weight, limit, bound and times', () => {
    const memory = fc.integer({ min: 128, max: 65536 }).map((size) => size * MEBIBYTE);
    const anyLimits = fc.record({ memory, cpus: fc.double({ min: 0.1, max: 64, noNaN: true }) });
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(WorkerClass)), anyLimits, (workerClass, limits) => {
        const plan = WorkerPolicy.fit({ workerClass })._planFor(limits);
        const account = plan.explain();
        for (const part of [
          `${plan.workers} ${workerClass} worker`,
          `bound by ${plan.boundBy}`,
          `${plan.concurrency} request`,
          bytesInWords(plan.memoryLimitBytes),
          `= ${bytesInWords(plan.loadedBytes)}, ${Math.round((100 * plan.loadedBytes) / plan.memoryLimitBytes)} % of the limit`,
          bytesInWords(plan.bootBytes),
          `timeout ${durationInWords(plan.timeoutSeconds)}`,
          `graceful timeout ${durationInWords(plan.gracefulTimeoutSeconds)}`,
          ...(workerClass === GTHREAD ? [`${plan.threads} threads`] : []),
          ...plan.warnings,
        ]) {
          expect(account).toContain(part);
        }
      }),
    );
  });
});
