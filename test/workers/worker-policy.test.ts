import os from 'node:os';
import { describe, expect, jest, test } from '@jest/globals';
import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import * as fc from 'fast-check';
import { WorkerClass } from '../../lib/workers/worker-class';
import { WorkerBound } from '../../lib/workers/worker-bound';
import { WorkerPolicy } from '../../lib/workers/worker-policy';
import { MEBIBYTE } from '../../lib/conventions/quantity';

const { SYNC, GTHREAD, GEVENT, ASGI, UVICORN } = WorkerClass;
const ONE_CPU = Cpu.millis(1000);
const GIBIBYTE = Size.gibibytes(1);
const anyClass = fc.constantFrom(...Object.values(WorkerClass));
const mebibytes = (least: number, most: number) => fc.integer({ min: least, max: most });
/** Enough for one worker of any class. */
const roomy = mebibytes(128, 65536);
const cpus = fc.double({ min: 0.05, max: 64, noNaN: true });

describe("given the container's own CPUs", () => {
  test("the node's are never asked for", () => {
    const asked = [jest.spyOn(os, 'cpus'), jest.spyOn(os, 'availableParallelism')];
    WorkerPolicy.fit().plan({ memory: GIBIBYTE });
    WorkerPolicy.capped(9).plan({ memory: GIBIBYTE });
    expect(asked.flatMap(({ mock }) => mock.calls)).toEqual([]);
    jest.restoreAllMocks();
  });

  test('a sync pool gets 2 × CPUs + 1', () => {
    expect(WorkerPolicy.fit({ workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: Cpu.units(2) })).toMatchObject({
      workers: 5,
      boundBy: WorkerBound.CPU,
    });
  });

  test.each([GTHREAD, GEVENT, ASGI, UVICORN])('a %s pool gets one worker per CPU', (workerClass) => {
    expect(WorkerPolicy.fit({ workerClass }).plan({ memory: Size.gibibytes(8), cpu: Cpu.units(6) })).toMatchObject({
      workers: 6,
      boundBy: WorkerBound.CPU,
    });
  });

  test.each([GTHREAD, GEVENT, ASGI, UVICORN])('a %s pool gets two workers even from half a CPU', (workerClass) => {
    expect(WorkerPolicy.fit({ workerClass }).plan({ memory: GIBIBYTE, cpu: Cpu.millis(500) }).workers).toBe(2);
  });

  test('a fraction of a CPU counts as a whole one in the formula, and is what the plan says it planned for', () => {
    const plan = WorkerPolicy.fit({ workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: Cpu.millis(1500) });
    expect(plan).toMatchObject({ workers: 5, cpus: 1.5 });
    expect(plan.explain()).toContain('for 1.5 CPUs and 1 GiB');
  });

  test('no CPU stated: one is assumed, and the plan says so', () => {
    const plan = WorkerPolicy.fit().plan({ memory: GIBIBYTE });
    expect(plan.cpus).toBe(1);
    expect(plan.explain()).toContain('assumed    no CPU request or limit is stated: planned for 1 CPU');
  });

  test('CPU and class stated: nothing is assumed', () => {
    const policy = WorkerPolicy.fit({ workerClass: WorkerClass.GTHREAD });
    expect(policy.plan({ memory: GIBIBYTE, cpu: ONE_CPU }).explain()).not.toContain('assumed');
  });
});

describe('given a memory limit, fit', () => {
  test('counts loaded workers, because what they weigh at boot under-counts', () => {
    // 80 % of 256 MiB is 204.8; less a master of 13, that holds 4 workers of 45 (at boot it would look like 6).
    expect(WorkerPolicy.fit({ workerClass: SYNC }).plan({ memory: Size.mebibytes(256), cpu: Cpu.units(4) })).toMatchObject({
      workers: 4,
      boundBy: WorkerBound.MEMORY,
    });
  });

  test('takes off what is reserved for helpers and memory-backed volumes', () => {
    const plan = WorkerPolicy.fit({ workerClass: SYNC, reservedMemory: Size.mebibytes(90) }).plan({
      memory: Size.mebibytes(256),
      cpu: Cpu.units(4),
    });
    expect(plan.workers).toBe(2);
  });

  test('believes a weight that the user measured', () => {
    const plan = WorkerPolicy.fit({ memoryPerWorker: Size.mebibytes(300) }).plan({ memory: GIBIBYTE, cpu: Cpu.units(8) });
    expect(plan.workers).toBe(2);
    expect(plan.explain()).toContain('2 × 300 MiB (as stated)');
  });

  test('fills at most 80 % of it, master and reserve included, whatever the class, CPUs, threads and weights', () => {
    const options = fc.record({
      workerClass: anyClass,
      preloadApp: fc.boolean(),
      memoryPerWorker: mebibytes(20, 300).map(Size.mebibytes),
      reservedMemory: mebibytes(0, 64).map(Size.mebibytes),
    });
    fc.assert(
      fc.property(options, mebibytes(512, 65536), cpus, (option, memory, cpu) => {
        const plan = WorkerPolicy.fit(option).plan({ memory: Size.mebibytes(memory), cpu: Cpu.units(cpu) });
        expect(plan.loadedBytes).toBeLessThanOrEqual(0.8 * memory * MEBIBYTE);
      }),
    );
  });

  test('never plans fewer workers for more memory', () => {
    fc.assert(
      fc.property(anyClass, roomy, mebibytes(0, 4096), cpus, (workerClass, memory, more, cpu) => {
        const policy = WorkerPolicy.fit({ workerClass });
        const workers = (size: number) => policy.plan({ memory: Size.mebibytes(size), cpu: Cpu.units(cpu) }).workers;
        expect(workers(memory + more)).toBeGreaterThanOrEqual(workers(memory));
      }),
    );
  });

  test('one more worker would break the bound that the plan names', () => {
    fc.assert(
      fc.property(anyClass, roomy, fc.integer({ min: 1, max: 64 }), mebibytes(1, 20), (workerClass, memory, cpu, maxWorkers) => {
        const plan = WorkerPolicy.fit({ workerClass, maxWorkers }).plan({ memory: Size.mebibytes(memory), cpu: Cpu.units(cpu) });
        const another = plan.loadedBytes / plan.workers + plan.loadedBytes;
        const broken = {
          [WorkerBound.CAP]: plan.workers + 1 > maxWorkers,
          [WorkerBound.CPU]: plan.workers + 1 > (workerClass === SYNC ? 2 * cpu + 1 : Math.max(2, cpu)),
          [WorkerBound.MEMORY]: another > 0.8 * memory * MEBIBYTE,
          [WorkerBound.DATABASE]: false,
          [WorkerBound.FIXED]: false,
        };
        expect(broken[plan.boundBy]).toBe(true);
      }),
    );
  });

  test('a limit below one worker is an error with what the worker weighs and the limit that would do', () => {
    expect(() => WorkerPolicy.fit({ workerClass: SYNC }).plan({ memory: Size.mebibytes(64), cpu: ONE_CPU })).toThrow(
      'a memory limit of 64 MiB: one sync worker weighs 45 MiB under load beside a master of 13 MiB, and a pool fills 80 % of ' +
        'its limit at most; give at least 73 MiB.',
    );
  });

  test('a reserve that leaves no room for a worker is named in the error', () => {
    expect(() => WorkerPolicy.fit({ workerClass: SYNC, reservedMemory: GIBIBYTE }).plan({ memory: GIBIBYTE, cpu: ONE_CPU })).toThrow(
      /one sync worker weighs 45 MiB under load beside a master of 13 MiB and 1 GiB reserved/,
    );
  });

  test('the limit that an error asks for always works', () => {
    fc.assert(
      fc.property(anyClass, mebibytes(30, 8192), (workerClass, weight) => {
        const policy = WorkerPolicy.fit({ workerClass, memoryPerWorker: Size.mebibytes(weight) });
        const advice = adviceOf(() => policy.plan({ memory: Size.mebibytes(30), cpu: ONE_CPU }), /give at least ([\d.]+) ([MG])iB/);
        expect(policy.plan({ memory: advice, cpu: ONE_CPU }).workers).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test('a container without any limit is an error, because the pool would take what the node has', () => {
    expect(() => WorkerPolicy.fit()._planFor({})).toThrow(
      /a container without a memory limit: .*; state one, for example Size.gibibytes\(1\)/,
    );
  });
});

describe('given database connections, fit', () => {
  const large = { memory: 8 * 1024 * MEBIBYTE, cpus: 8 };

  test('is bound by them: each worker opens as many as it has threads', () => {
    expect(WorkerPolicy.fit({ threads: 4 })._planFor({ ...large, connections: 11 })).toMatchObject({
      workers: 2,
      boundBy: WorkerBound.DATABASE,
      connections: 8,
    });
  });

  test('counts one connection for a sync worker', () => {
    expect(WorkerPolicy.fit({ workerClass: SYNC })._planFor({ ...large, connections: 3 })).toMatchObject({ workers: 3, connections: 3 });
  });

  test('believes connectionsPerWorker', () => {
    expect(WorkerPolicy.fit({ workerClass: GEVENT, connectionsPerWorker: 10 })._planFor({ ...large, connections: 30 })).toMatchObject({
      workers: 3,
      connections: 30,
    });
  });

  test.each([GEVENT, ASGI, UVICORN])(
    'refuses %s without connectionsPerWorker, since nothing bounds what one worker opens',
    (workerClass) => {
      expect(() => WorkerPolicy.fit({ workerClass })._planFor({ ...large, connections: 100 })).toThrow(
        /nothing bounds how many one .* worker opens; .*state connectionsPerWorker/,
      );
    },
  );

  test('too few for one worker is an error with both numbers', () => {
    expect(() => WorkerPolicy.fit({ threads: 4 })._planFor({ ...large, connections: 3 })).toThrow(
      /3 database connections for each pod: one gthread worker opens up to 4; put a pooler in front/,
    );
  });

  test('never plans more connections than the pod may open', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 16 }), fc.integer({ min: 16, max: 200 }), (threads, connections) => {
        expect(WorkerPolicy.fit({ threads })._planFor({ ...large, connections }).connections).toBeLessThanOrEqual(connections);
      }),
    );
  });
});

describe('given a cap or a number', () => {
  test('fit stops at maxWorkers and says that the cap bound it', () => {
    expect(WorkerPolicy.fit({ workerClass: SYNC, maxWorkers: 2 }).plan({ memory: GIBIBYTE, cpu: ONE_CPU })).toMatchObject({
      workers: 2,
      boundBy: WorkerBound.CAP,
    });
  });

  test('capped is min(cap, 2n + 1) over the CPUs of the container: 3 where the node would have said 67', () => {
    expect(WorkerPolicy.capped(8, { workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: ONE_CPU })).toMatchObject({
      workers: 3,
      boundBy: WorkerBound.CPU,
    });
  });

  test('capped stops at the cap', () => {
    expect(WorkerPolicy.capped(4, { workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: Cpu.units(32) })).toMatchObject({
      workers: 4,
      boundBy: WorkerBound.CAP,
    });
  });

  test('fixed is exactly that', () => {
    expect(WorkerPolicy.fixed(7, { workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: ONE_CPU })).toMatchObject({
      workers: 7,
      boundBy: WorkerBound.FIXED,
    });
  });

  test("the incident's 67 under 1 GiB is an error that says what they weigh, what they need and how many would fit", () => {
    expect(() => WorkerPolicy.fixed(67, { workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: ONE_CPU })).toThrow(
      '67 sync workers under a memory limit of 1 GiB: they weigh 3 GiB under load; give at least 3.7 GiB, or run 17.',
    );
  });

  test("more than 80 % of the limit is allowed for a number of the user's own, with a warning", () => {
    expect(WorkerPolicy.fixed(20, { workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: ONE_CPU }).warnings).toEqual([
      'the pool fills 89 % of the memory limit under load; over 80 % leaves little for a spike',
    ]);
  });

  test('the limit that an error asks for holds that many workers within 80 %, without a warning', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 400 }), (workers) => {
        const policy = WorkerPolicy.fixed(workers, { workerClass: SYNC });
        const advice = adviceOf(() => policy.plan({ memory: Size.mebibytes(100), cpu: ONE_CPU }), /give at least ([\d.]+) ([MG])iB/);
        expect(policy.plan({ memory: advice, cpu: ONE_CPU }).warnings).toEqual([]);
      }),
    );
  });

  test.each<[string, () => WorkerPolicy]>([
    ['a cap of 0', () => WorkerPolicy.capped(0)],
    ['a fixed number of 0', () => WorkerPolicy.fixed(0)],
    ['half a worker', () => WorkerPolicy.fixed(1.5)],
    ['maxWorkers of 0', () => WorkerPolicy.fit({ maxWorkers: 0 })],
  ])('%s is refused', (_name, make) => {
    expect(make).toThrow(/it is a whole number of at least 1/);
  });
});

describe('given a pool that answers users and probes from one place', () => {
  test('one sync worker: the warning names the memory that buys the second', () => {
    expect(WorkerPolicy.fit({ workerClass: SYNC }).plan({ memory: Size.mebibytes(80), cpu: ONE_CPU }).warnings).toEqual([
      'one worker answers users and probes alike, so one slow request fails the probe; a memory limit of 129 MiB buys the second',
    ]);
  });

  test('one gthread worker with two threads: the same', () => {
    expect(WorkerPolicy.fit({ threads: 2 }).plan({ memory: Size.mebibytes(128), cpu: ONE_CPU }).warnings).toEqual([
      expect.stringMatching(/buys the second$/),
    ]);
  });

  test('one gthread worker with four threads is enough', () => {
    expect(WorkerPolicy.fit({ threads: 4 }).plan({ memory: Size.mebibytes(128), cpu: ONE_CPU })).toMatchObject({
      workers: 1,
      warnings: [],
    });
  });

  test('the memory that the warning names does buy the second', () => {
    fc.assert(
      fc.property(mebibytes(30, 8192), (weight) => {
        const policy = WorkerPolicy.fit({ workerClass: SYNC, memoryPerWorker: Size.mebibytes(weight) });
        const forOne = Size.mebibytes(Math.ceil((13 + weight) / 0.8));
        const [, amount, unit] = /a memory limit of ([\d.]+) ([MG])iB buys the second/.exec(
          policy.plan({ memory: forOne, cpu: ONE_CPU }).warnings[0],
        )!;
        expect(policy.plan({ memory: sizeOf(amount, unit), cpu: ONE_CPU }).workers).toBe(2);
      }),
    );
  });

  test('where memory is not what bound the pool, the warning does not ask for more of it', () => {
    const [warning] = WorkerPolicy.fixed(1, { workerClass: SYNC }).plan({ memory: GIBIBYTE, cpu: ONE_CPU }).warnings;
    expect(warning).toBe(
      'one worker answers users and probes alike, so one slow request fails the probe; the memory limit of 1 GiB has room for a second',
    );
  });

  test('there are two workers or four threads, or a warning, whatever the options', () => {
    const maxWorkers = fc.integer({ min: 1, max: 4 });
    const sync = fc.record({ workerClass: fc.constant(SYNC), maxWorkers });
    const gthread = fc.record({ workerClass: fc.constant(GTHREAD), maxWorkers, threads: fc.integer({ min: 2, max: 8 }) });
    fc.assert(
      fc.property(fc.oneof(sync, gthread), mebibytes(160, 65536), cpus, (options, memory, cpu) => {
        const plan = WorkerPolicy.fit(options).plan({ memory: Size.mebibytes(memory), cpu: Cpu.units(cpu) });
        expect(plan.workers >= 2 || plan.threads >= 4 || plan.warnings.some((warning) => warning.includes('second'))).toBe(true);
      }),
    );
  });
});

describe('given max_requests', () => {
  test('nobody asked: workers are not recycled', () => {
    expect(WorkerPolicy.fit().plan({ memory: GIBIBYTE, cpu: ONE_CPU })).toMatchObject({ maxRequests: 0, maxRequestsJitter: 0 });
  });

  test('asked: a jitter of a fifth keeps the workers from leaving together', () => {
    expect(WorkerPolicy.fit({ maxRequests: 1000 }).plan({ memory: GIBIBYTE, cpu: ONE_CPU })).toMatchObject({
      maxRequests: 1000,
      maxRequestsJitter: 200,
    });
  });

  test('asked: the cost of a recycle is stated', () => {
    expect(WorkerPolicy.fit({ maxRequests: 1000 }).plan({ memory: GIBIBYTE, cpu: ONE_CPU }).warnings).toEqual([
      'recycling: while one of 2 workers drains, for up to 1 min, the pool is 50 % smaller; probes count towards maxRequests',
    ]);
  });

  test('asked of a single worker: refused, with how long users would wait', () => {
    expect(() =>
      WorkerPolicy.fixed(1, { maxRequests: 1000, gracefulTimeout: Duration.seconds(15) }).plan({ memory: GIBIBYTE, cpu: ONE_CPU }),
    ).toThrow(/maxRequests 1000 with a single worker: its replacement is forked only after it has drained, so users wait up to 15 s/);
  });

  test('any pool that is recycled has a jitter of at least 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (maxRequests) => {
        expect(WorkerPolicy.fit({ maxRequests }).plan({ memory: GIBIBYTE, cpu: ONE_CPU }).maxRequestsJitter).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});

describe('given options that no class could work with', () => {
  test('the policy refuses them when it is made, not when it plans', () => {
    expect(() => WorkerPolicy.fit({ workerClass: SYNC, threads: 4 })).toThrow(/silently runs sync workers with threads as gthread/);
  });
});

/** The memory that an error or a warning tells the reader to give, as the reader would type it. */
function adviceOf(plan: () => unknown, pattern: RegExp): Size {
  let message = '';
  try {
    plan();
  } catch (error) {
    message = (error as Error).message;
  }
  const [, amount, unit] = pattern.exec(message)!;
  return sizeOf(amount, unit);
}

function sizeOf(amount: string, unit: string): Size {
  return unit === 'M' ? Size.mebibytes(Number(amount)) : Size.gibibytes(Number(amount));
}
