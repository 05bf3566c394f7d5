import type { WorkerPlanNumbers } from './plan-numbers';
import { wholeNumber } from './pool-numbers';
import type { LimitNumbers, PoolNumbers } from './pool-numbers';
import { connectionsOfWorker } from './database-connections';
import { poolWarnings } from './pool-warnings';
import { ENOUGH_WORKERS, PoolWeight } from './pool-weight';
import { WorkerBound } from './worker-bound';
import { WorkerClass } from './worker-class';
import { bootedWorker } from './worker-memory';
import { workerTimes } from './worker-times';
import { MEBIBYTE } from '../conventions/quantity';
import { bytesInWords } from '../wording/quantity';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/** Spread of `max_requests`, so that the workers of a pool are not recycled together (benoitc/gunicorn issue 3427). */
const JITTER = 0.2;

/** The largest number of workers that each bound allows. */
interface Bounds {
  readonly cpus: number;
  readonly byCpu: number;
  readonly byMemory: number;
  readonly byConnections: number;
}

/**
 * How the number of workers is come to.
 *
 * @internal
 */
export type WorkerCount = (bounds: Bounds) => { readonly workers: number; readonly boundBy: WorkerBound };

/** The least of what CPU, memory, database connections and `most` allow. */
export function fitted(most?: number): WorkerCount {
  const cap = most === undefined ? Infinity : wholeNumber('maxWorkers', most, 1);
  return ({ byCpu, byMemory, byConnections }) => {
    const bounds: [number, WorkerBound][] = [
      [cap, WorkerBound.CAP],
      [byCpu, WorkerBound.CPU],
      [byMemory, WorkerBound.MEMORY],
      [byConnections, WorkerBound.DATABASE],
    ];
    const [workers, boundBy] = bounds.reduce((least, bound) => (bound[0] < least[0] ? bound : least));
    return { workers, boundBy };
  };
}

/** `min(cap, 2 × CPUs + 1)`. */
export function cappedAt(cap: number): WorkerCount {
  wholeNumber('cap', cap, 1);
  return ({ cpus }) => {
    const formula = 2 * Math.ceil(cpus) + 1;
    return cap < formula ? { workers: cap, boundBy: WorkerBound.CAP } : { workers: formula, boundBy: WorkerBound.CPU };
  };
}

/** Exactly so many. */
export function exactly(workers: number): WorkerCount {
  wholeNumber('workers', workers, 1);
  return () => ({ workers, boundBy: WorkerBound.FIXED });
}

/**
 * The plan for a container, on plain numbers.
 *
 * @throws when it cannot fit: a limit below one worker, more weight than the limit, a recycled single worker
 */
export function planPool(options: PoolNumbers, count: WorkerCount, limits: LimitNumbers): WorkerPlanNumbers {
  const { workerClass, preloadApp = false, maxRequests = 0 } = options;
  const cpus = limits.cpus ?? 1;
  const weight = new PoolWeight(options, limits, cpus, memoryOf(limits));
  const connectionsPerWorker = options.connectionsPerWorker ?? connectionsOfWorker(workerClass, weight.threads);
  const { workers, boundBy } = count({
    cpus,
    byCpu: workerClass === WorkerClass.SYNC ? 2 * Math.ceil(cpus) + 1 : Math.max(ENOUGH_WORKERS, Math.ceil(cpus)),
    byMemory: weight.workers,
    byConnections: limits.connections === undefined ? Infinity : Math.floor(limits.connections / (connectionsPerWorker ?? Infinity)),
  });
  refuseNone(workers, boundBy, { workerClass, weight, connections: limits.connections, connectionsPerWorker });
  refuseOverweight(workers, workerClass, weight);
  const timing = workerTimes(options, limits.slowestRequest, limits.longestConnection);
  refuseRecycledSingle(workers, maxRequests, timing.gracefulTimeout);
  const plan = {
    ...timing,
    workerClass,
    workers,
    threads: weight.threads,
    boundBy,
    cpus,
    memoryLimit: weight.memoryLimit,
    reserved: weight.reserved,
    masterBytes: weight.masterBytes,
    loadedBytesPerWorker: weight.bytesPerWorker,
    maxRequests,
    preloadApp,
    maxRequestsJitter: Math.ceil(maxRequests * JITTER),
    bootBytesPerWorker: Math.min(bootedWorker(preloadApp) * MEBIBYTE, weight.bytesPerWorker),
    sharedQueue: options.sharedQueue ?? false,
    weightIsMeasured: options.memoryPerWorker === undefined,
    connectionsPerWorker,
    accessLog: options.accessLog ?? true,
  };
  const assumptions = [
    ...(limits.assumptions ?? []),
    ...(limits.cpus === undefined ? ['no CPU request or limit is stated: planned for 1 CPU'] : []),
  ];
  return { ...plan, assumptions, warnings: [...timing.warnings, ...poolWarnings(plan, weight)] };
}

function memoryOf({ memory }: LimitNumbers): number {
  if (memory === undefined) {
    throw new Rejection(
      'a container without a memory limit',
      'a worker pool can only be fitted into a limit, and without one it takes what the node has',
      'state one, for example Size.gibibytes(1)',
    );
  }
  return memory;
}

/** @throws where the memory or the connections do not suffice for a single worker */
function refuseNone(
  workers: number,
  boundBy: WorkerBound,
  pool: {
    readonly workerClass: WorkerClass;
    readonly weight: PoolWeight;
    readonly connections?: number;
    readonly connectionsPerWorker?: number;
  },
): void {
  const { workerClass, weight, connections, connectionsPerWorker } = pool;
  if (boundBy === WorkerBound.MEMORY && workers < 1) {
    throw new Rejection(
      `a memory limit of ${bytesInWords(weight.memoryLimit)}`,
      `one ${workerClass} worker weighs ${bytesInWords(weight.bytesPerWorker)} under load beside a master of ` +
        `${bytesInWords(weight.masterBytes)}${weight.reserved ? ` and ${bytesInWords(weight.reserved)} reserved` : ''}, ` +
        'and a pool fills 80 % of its limit at most',
      `give at least ${weight.limitFor(1)}`,
    );
  }
  if (boundBy === WorkerBound.DATABASE && workers < 1) {
    throw new Rejection(
      `${connections} database connections for each pod`,
      connectionsPerWorker === undefined
        ? `nothing bounds how many one ${workerClass} worker opens`
        : `one ${workerClass} worker opens up to ${connectionsPerWorker}`,
      'put a pooler in front of the database, raise max_connections, run fewer replicas, or state connectionsPerWorker',
    );
  }
}

function refuseOverweight(workers: number, workerClass: WorkerClass, weight: PoolWeight): void {
  if (weight.of(workers) > weight.memoryLimit) {
    throw new Rejection(
      `${workers} ${workerClass} workers under a memory limit of ${bytesInWords(weight.memoryLimit)}`,
      `they weigh ${bytesInWords(weight.of(workers))} under load`,
      `give at least ${weight.limitFor(workers)}${weight.workers >= 1 ? `, or run ${weight.workers}` : ''}`,
    );
  }
}

function refuseRecycledSingle(workers: number, maxRequests: number, gracefulTimeout: number): void {
  if (maxRequests > 0 && workers === 1) {
    throw new Rejection(
      `maxRequests ${maxRequests} with a single worker`,
      `its replacement is forked only after it has drained, so users wait up to ${durationInWords(gracefulTimeout)} at every recycle`,
      'run two workers or more, or leave maxRequests out',
    );
  }
}
