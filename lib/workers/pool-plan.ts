import type { WorkerPlanNumbers } from './plan-numbers';
import { wholeNumber } from './pool-numbers';
import type { LimitNumbers, PoolNumbers } from './pool-numbers';
import { connectionsOfWorker } from './database-connections';
import { DEFAULT_THREADS, threadsFor } from './thread-count';
import { WorkerBound } from './worker-bound';
import { TRAITS, WorkerClass } from './worker-class';
import { bootedWorker, loadedWorker, master } from './worker-memory';
import { workerTimes } from './worker-times';
import { MEBIBYTE } from '../conventions/quantity';
import { atLeastInWords, bytesInWords } from '../wording/quantity';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/** The part of the limit that a plan fills at most; the rest is for growth, spikes and the page cache. */
const FILL = 0.8;
/** Spread of `max_requests`, so that the workers of a pool are not recycled together (benoitc/gunicorn issue 3427). */
const JITTER = 0.2;
/** Fewer than this serve probes and users from one place: two workers, or four threads. */
const ENOUGH_WORKERS = 2;
const ENOUGH_THREADS = 4;

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
  const { workerClass } = options;
  const traits = TRAITS[workerClass];
  const preloadApp = options.preloadApp ?? false;
  const assumptions = [...(limits.assumptions ?? [])];
  if (limits.cpus === undefined) {
    assumptions.push('no CPU request or limit is stated: planned for 1 CPU');
  }
  const cpus = limits.cpus ?? 1;
  const memoryLimit = limits.memory;
  if (memoryLimit === undefined) {
    throw new Rejection(
      'a container without a memory limit',
      'a worker pool can only be fitted into a limit, and without one it takes what the node has',
      'state one, for example Size.gibibytes(1)',
    );
  }
  const reserved = (options.reservedMemory ?? 0) + (limits.reserved ?? 0);
  const masterBytes = master(preloadApp) * MEBIBYTE;
  const weightOf = (threads: number) => options.memoryPerWorker ?? loadedWorker(workerClass, threads) * MEBIBYTE;
  const fillable = memoryLimit * FILL - masterBytes - reserved;
  const threads = traits.threaded ? (options.threads ?? threadsWithin(limits, cpus, { fillable, weightOf })) : 1;
  const loadedBytesPerWorker = weightOf(threads);
  const byMemory = Math.floor(fillable / loadedBytesPerWorker);
  const connectionsPerWorker = options.connectionsPerWorker ?? connectionsOfWorker(workerClass, threads);
  const { workers, boundBy } = count({
    cpus,
    byCpu: workerClass === WorkerClass.SYNC ? 2 * Math.ceil(cpus) + 1 : Math.max(ENOUGH_WORKERS, Math.ceil(cpus)),
    byMemory,
    byConnections: limits.connections === undefined ? Infinity : Math.floor(limits.connections / (connectionsPerWorker ?? Infinity)),
  });
  const limitFor = (count: number) => atLeastInWords((reserved + masterBytes + count * loadedBytesPerWorker) / FILL);
  if (boundBy === WorkerBound.MEMORY && workers < 1) {
    throw new Rejection(
      `a memory limit of ${bytesInWords(memoryLimit)}`,
      `one ${workerClass} worker weighs ${bytesInWords(loadedBytesPerWorker)} under load beside a master of ${bytesInWords(masterBytes)}` +
        `${reserved ? ` and ${bytesInWords(reserved)} reserved` : ''}, and a pool fills 80 % of its limit at most`,
      `give at least ${limitFor(1)}`,
    );
  }
  if (boundBy === WorkerBound.DATABASE && workers < 1) {
    throw new Rejection(
      `${limits.connections} database connections for each pod`,
      connectionsPerWorker === undefined
        ? `nothing bounds how many one ${workerClass} worker opens`
        : `one ${workerClass} worker opens up to ${connectionsPerWorker}`,
      'put a pooler in front of the database, raise max_connections, run fewer replicas, or state connectionsPerWorker',
    );
  }
  const loaded = reserved + masterBytes + workers * loadedBytesPerWorker;
  if (loaded > memoryLimit) {
    throw new Rejection(
      `${workers} ${workerClass} workers under a memory limit of ${bytesInWords(memoryLimit)}`,
      `they weigh ${bytesInWords(loaded)} under load`,
      `give at least ${limitFor(workers)}${byMemory >= 1 ? `, or run ${byMemory}` : ''}`,
    );
  }
  const timing = workerTimes(options, limits.slowestRequest, limits.longestConnection);
  const maxRequests = options.maxRequests ?? 0;
  if (maxRequests > 0 && workers === 1) {
    throw new Rejection(
      `maxRequests ${maxRequests} with a single worker`,
      `its replacement is forked only after it has drained, so users wait up to ${durationInWords(timing.gracefulTimeout)} at every recycle`,
      'run two workers or more, or leave maxRequests out',
    );
  }
  const warnings = [...timing.warnings];
  if (loaded > memoryLimit * FILL) {
    warnings.push(
      `the pool fills ${Math.round((100 * loaded) / memoryLimit)} % of the memory limit under load; over 80 % leaves little for a spike`,
    );
  }
  if (boundBy === WorkerBound.MEMORY && workers < Math.floor(cpus)) {
    warnings.push(
      `the memory limit holds ${workers} of the workers, which compute on ${workers} of ${cpus} CPUs; ` +
        `the others idle. A memory limit of ${limitFor(Math.ceil(cpus))} buys a worker for each`,
    );
  }
  if (workers < ENOUGH_WORKERS && !(traits.threaded && threads >= ENOUGH_THREADS)) {
    warnings.push(
      `one worker answers users and probes alike, so one slow request fails the probe; ${
        byMemory >= ENOUGH_WORKERS
          ? `the memory limit of ${bytesInWords(memoryLimit)} has room for a second`
          : `a memory limit of ${limitFor(ENOUGH_WORKERS)} buys the second`
      }`,
    );
  }
  if (maxRequests > 0) {
    warnings.push(
      `recycling: while one of ${workers} workers drains, for up to ${durationInWords(timing.gracefulTimeout)}, the pool is ` +
        `${Math.round(100 / workers)} % smaller; probes count towards maxRequests`,
    );
  }
  return {
    ...timing,
    workerClass,
    workers,
    threads,
    boundBy,
    cpus,
    memoryLimit,
    reserved,
    masterBytes,
    loadedBytesPerWorker,
    maxRequests,
    preloadApp,
    assumptions,
    warnings,
    maxRequestsJitter: Math.ceil(maxRequests * JITTER),
    bootBytesPerWorker: Math.min(bootedWorker(preloadApp) * MEBIBYTE, loadedBytesPerWorker),
    sharedQueue: options.sharedQueue ?? false,
    weightIsMeasured: options.memoryPerWorker === undefined,
    connectionsPerWorker,
    accessLog: options.accessLog ?? true,
  };
}

/** As many threads as keep the CPUs busy, where that is known, but no more than leave room for as many workers. */
function threadsWithin(
  { onCpu, connections = Infinity }: LimitNumbers,
  cpus: number,
  memory: { readonly fillable: number; readonly weightOf: (threads: number) => number },
): number {
  if (onCpu === undefined) {
    return DEFAULT_THREADS;
  }
  const workers = Math.max(ENOUGH_WORKERS, Math.ceil(cpus));
  let threads = threadsFor(onCpu, cpus, workers);
  while (threads > DEFAULT_THREADS && (workers * memory.weightOf(threads) > memory.fillable || workers * threads > connections)) {
    threads -= 1;
  }
  return threads;
}
