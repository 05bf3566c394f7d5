import { connectionsOfWorker } from './database-connections';
import { WorkerBound } from './worker-bound';
import { TRAITS, WorkerClass } from './worker-class';
import { bootedWorker, loadedWorker, master } from './worker-memory';
import { checkOptions, wholeNumber } from './worker-options';
import type { ContainerLimits, FitOptions, LimitNumbers, WorkerOptions } from './worker-options';
import { WorkerPlan } from './worker-plan';
import { workerTimes } from './worker-times';
import { atLeastInWords, bytesInWords, bytesOf, MEBIBYTE, parseQuantity } from '../words/quantity';
import { Rejection } from '../words/rejection';
import { inWords } from '../words/seconds';

/** The part of the limit that a plan fills at most; the rest is for growth, spikes and the page cache. */
const FILL = 0.8;
const DEFAULT_THREADS = 4;
/** Spread of `max_requests`, so that the workers of a pool are not recycled together (benoitc/gunicorn issue 3427). */
const JITTER = 0.2;
/** Fewer than this serve probes and users from one place: two workers, or four threads. */
const ENOUGH_WORKERS = 2;
const ENOUGH_THREADS = 4;

type Count = (limits: { byCpu: number; byMemory: number; byConnections: number; cpus: number }) => { workers: number; boundBy: WorkerBound };

/** Decides how many workers a container runs, from what the container may use and never from the CPUs of the node. */
export class WorkerPolicy {
  /**
   * As many as CPU, memory and database connections allow: a sync pool gets 2 × CPUs + 1, any other one per CPU and at
   * least two; all of it within 80 % of the memory limit under load.
   */
  public static fit(options: FitOptions = {}): WorkerPolicy {
    const most = options.maxWorkers === undefined ? Infinity : wholeNumber('maxWorkers', options.maxWorkers, 1);
    return new WorkerPolicy(options, ({ byCpu, byMemory, byConnections }) => {
      const bounds: [number, WorkerBound][] = [
        [most, WorkerBound.CAP], [byCpu, WorkerBound.CPU], [byMemory, WorkerBound.MEMORY], [byConnections, WorkerBound.DATABASE],
      ];
      const [workers, boundBy] = bounds.reduce((least, bound) => (bound[0] < least[0] ? bound : least));
      return { workers, boundBy };
    });
  }

  /**
   * `min(cap, 2 × CPUs + 1)`, the formula that cured the incident, over the CPUs of the container instead of the node's.
   *
   * @param cap never more than this
   */
  public static capped(cap: number, options: WorkerOptions = {}): WorkerPolicy {
    wholeNumber('cap', cap, 1);
    return new WorkerPolicy(options, ({ cpus }) => {
      const formula = 2 * Math.ceil(cpus) + 1;
      return cap < formula ? { workers: cap, boundBy: WorkerBound.CAP } : { workers: formula, boundBy: WorkerBound.CPU };
    });
  }

  /**
   * Exactly this many.
   *
   * @param workers number of worker processes
   */
  public static fixed(workers: number, options: WorkerOptions = {}): WorkerPolicy {
    wholeNumber('workers', workers, 1);
    return new WorkerPolicy(options, () => ({ workers, boundBy: WorkerBound.FIXED }));
  }

  /** Kind of worker. */
  public readonly workerClass: WorkerClass;

  private constructor(private readonly options: WorkerOptions, private readonly count: Count) {
    this.workerClass = options.workerClass ?? WorkerClass.GTHREAD;
    checkOptions(this.workerClass, options);
  }

  /**
   * The plan for a container.
   *
   * @throws when it cannot fit: a limit below one worker, more weight than the limit, a recycled single worker
   */
  public plan(limits: ContainerLimits): WorkerPlan {
    return this._planFor({
      memory: bytesOf(limits.memory),
      cpus: parseQuantity(limits.cpu?.amount),
      slowestRequest: limits.slowestRequest?.toSeconds({ integral: false }),
    });
  }

  /** @internal */
  public _planFor(limits: LimitNumbers): WorkerPlan {
    const { options, workerClass } = this;
    const traits = TRAITS[workerClass];
    const threads = traits.threaded ? options.threads ?? DEFAULT_THREADS : 1;
    const preloadApp = options.preloadApp ?? false;
    const assumptions = [...limits.assumptions ?? []];
    if (limits.cpus === undefined) {
      assumptions.push('no CPU request or limit is stated: planned for 1 CPU');
    }
    const cpus = limits.cpus ?? 1;
    const memoryLimit = limits.memory;
    if (memoryLimit === undefined) {
      throw new Rejection('a container without a memory limit', 'a worker pool can only be fitted into a limit, and without one it takes what the node has',
        'state one, for example Size.gibibytes(1)');
    }
    const reserved = (options.reservedMemory ? bytesOf(options.reservedMemory) : 0) + (limits.reserved ?? 0);
    const masterBytes = master(preloadApp) * MEBIBYTE;
    const loadedBytesPerWorker = options.memoryPerWorker ? bytesOf(options.memoryPerWorker) : loadedWorker(workerClass, threads) * MEBIBYTE;
    const byMemory = Math.floor((memoryLimit * FILL - masterBytes - reserved) / loadedBytesPerWorker);
    const connectionsPerWorker = options.connectionsPerWorker ?? connectionsOfWorker(workerClass, threads);
    const { workers, boundBy } = this.count({
      cpus,
      byCpu: workerClass === WorkerClass.SYNC ? 2 * Math.ceil(cpus) + 1 : Math.max(ENOUGH_WORKERS, Math.ceil(cpus)),
      byMemory,
      byConnections: limits.connections === undefined ? Infinity : Math.floor(limits.connections / (connectionsPerWorker ?? Infinity)),
    });
    const limitFor = (count: number) => atLeastInWords((reserved + masterBytes + count * loadedBytesPerWorker) / FILL);
    if (boundBy === WorkerBound.MEMORY && workers < 1) {
      throw new Rejection(`a memory limit of ${bytesInWords(memoryLimit)}`,
        `one ${workerClass} worker weighs ${bytesInWords(loadedBytesPerWorker)} under load beside a master of ${bytesInWords(masterBytes)}`
        + `${reserved ? ` and ${bytesInWords(reserved)} reserved` : ''}, and a pool fills 80 % of its limit at most`,
        `give at least ${limitFor(1)}`);
    }
    if (boundBy === WorkerBound.DATABASE && workers < 1) {
      throw new Rejection(`${limits.connections} database connections for each pod`,
        connectionsPerWorker === undefined
          ? `nothing bounds how many one ${workerClass} worker opens`
          : `one ${workerClass} worker opens up to ${connectionsPerWorker}`,
        'put a pooler in front of the database, raise max_connections, run fewer replicas, or state connectionsPerWorker');
    }
    const loaded = reserved + masterBytes + workers * loadedBytesPerWorker;
    if (loaded > memoryLimit) {
      throw new Rejection(`${workers} ${workerClass} workers under a memory limit of ${bytesInWords(memoryLimit)}`,
        `they weigh ${bytesInWords(loaded)} under load`,
        `give at least ${limitFor(workers)}${byMemory >= 1 ? `, or run ${byMemory}` : ''}`);
    }
    const timing = workerTimes(workerClass, options, limits.slowestRequest);
    const maxRequests = options.maxRequests ?? 0;
    if (maxRequests > 0 && workers === 1) {
      throw new Rejection(`maxRequests ${maxRequests} with a single worker`,
        `its replacement is forked only after it has drained, so users wait up to ${inWords(timing.gracefulTimeout)} at every recycle`,
        'run two workers or more, or leave maxRequests out');
    }
    const warnings = [...timing.warnings];
    if (loaded > memoryLimit * FILL) {
      warnings.push(`the pool fills ${Math.round((100 * loaded) / memoryLimit)} % of the memory limit under load; over 80 % leaves little for a spike`);
    }
    if (workers < ENOUGH_WORKERS && !(traits.threaded && threads >= ENOUGH_THREADS)) {
      warnings.push(`one worker answers users and probes alike, so one slow request fails the probe; ${byMemory >= ENOUGH_WORKERS
        ? `the memory limit of ${bytesInWords(memoryLimit)} has room for a second`
        : `a memory limit of ${limitFor(ENOUGH_WORKERS)} buys the second`}`);
    }
    if (maxRequests > 0) {
      warnings.push(`recycling: while one of ${workers} workers drains, for up to ${inWords(timing.gracefulTimeout)}, the pool is `
        + `${Math.round(100 / workers)} % smaller; probes count towards maxRequests`);
    }
    return WorkerPlan._of({
      ...timing,
      workerClass, workers, threads, boundBy, cpus, memoryLimit, reserved, masterBytes, loadedBytesPerWorker, maxRequests, preloadApp, assumptions, warnings,
      maxRequestsJitter: Math.ceil(maxRequests * JITTER),
      bootBytesPerWorker: bootedWorker(preloadApp) * MEBIBYTE,
      weightIsMeasured: options.memoryPerWorker === undefined,
      connectionsPerWorker,
      accessLog: options.accessLog ?? true,
    });
  }
}
