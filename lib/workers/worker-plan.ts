import { explainPlan } from './plan-account';
import type { WorkerPlanNumbers } from './plan-numbers';
import type { WorkerBound } from './worker-bound';
import { TRAITS, WorkerClass } from './worker-class';
import { LONGEST_PERIOD } from '../conventions/probe-role';

/** How many workers of what kind, what they weigh, what bound their number, and why. */
export class WorkerPlan {
  /** @internal */
  public static _of(numbers: WorkerPlanNumbers, classIsStated: boolean): WorkerPlan {
    return new WorkerPlan(numbers, classIsStated);
  }

  /** Kind of worker. */
  public readonly workerClass: WorkerClass;
  /** Number of worker processes. */
  public readonly workers: number;
  /** Threads of each; 1 where the class has none. */
  public readonly threads: number;
  /** What kept `workers` from being larger. */
  public readonly boundBy: WorkerBound;
  /** CPUs planned for, as stated by the container or assumed. Never the node's. */
  public readonly cpus: number;
  /** Memory limit of the container, in bytes. */
  public readonly memoryLimitBytes: number;
  /** Bytes that master, workers and everything reserved weigh before the first request. */
  public readonly bootBytes: number;
  /** Bytes that they weigh under load. */
  public readonly loadedBytes: number;
  /** gunicorn's `timeout`, in seconds. */
  public readonly timeoutSeconds: number;
  /** gunicorn's `graceful_timeout`, in seconds. */
  public readonly gracefulTimeoutSeconds: number;
  /** Seconds that the slowest healthy request takes, as stated or assumed. */
  public readonly slowestRequestSeconds: number;
  /** gunicorn's `keepalive`, in seconds: 0 keeps none; absent for a class that keeps no connections. */
  public readonly keepaliveSeconds?: number;
  /** Whether requests that no thread can serve yet wait for all workers together. */
  public readonly sharedQueue: boolean;
  /** Database connections that the pod opens in each database at most; absent where nothing bounds them. */
  public readonly connections?: number;
  /** gunicorn's `max_requests`; 0 means that workers are not recycled. */
  public readonly maxRequests: number;
  /** gunicorn's `max_requests_jitter`. */
  public readonly maxRequestsJitter: number;
  /** gunicorn's `preload_app`. */
  public readonly preloadApp: boolean;
  /** Whether an access log goes to standard output. */
  public readonly accessLog: boolean;
  /** What the reader should know before shipping this. */
  public readonly warnings: string[];

  private constructor(
    private readonly numbers: WorkerPlanNumbers,
    /** Whether the class was said. Otherwise it is assumed, and gunicorn is told none: the image may have its own. */
    public readonly classIsStated: boolean,
  ) {
    this.workerClass = numbers.workerClass;
    this.workers = numbers.workers;
    this.threads = numbers.threads;
    this.boundBy = numbers.boundBy;
    this.cpus = numbers.cpus;
    this.memoryLimitBytes = numbers.memoryLimit;
    this.bootBytes = numbers.reserved + numbers.masterBytes + numbers.workers * numbers.bootBytesPerWorker;
    this.loadedBytes = numbers.reserved + numbers.masterBytes + numbers.workers * numbers.loadedBytesPerWorker;
    this.timeoutSeconds = numbers.timeout;
    this.gracefulTimeoutSeconds = numbers.gracefulTimeout;
    this.slowestRequestSeconds = numbers.slowestRequest;
    this.keepaliveSeconds = numbers.keepalive;
    this.sharedQueue = numbers.sharedQueue;
    this.connections = numbers.connectionsPerWorker && numbers.connectionsPerWorker * numbers.workers;
    this.maxRequests = numbers.maxRequests;
    this.maxRequestsJitter = numbers.maxRequestsJitter;
    this.preloadApp = numbers.preloadApp;
    this.accessLog = numbers.accessLog;
    this.warnings = [...numbers.warnings];
  }

  /** Requests that one pod serves at once. */
  public get concurrency(): number {
    const traits = TRAITS[this.workerClass];
    return this.workers * (traits.threaded ? this.threads : traits.concurrency);
  }

  /**
   * Seconds of silence that liveness has to forgive, because a healthy pool may answer no probe for that long: a sync
   * worker is busy for `timeout` at most, and a probe period more leaves its replacement time to boot and answer; anything
   * else for the slowest request.
   */
  public get patienceSeconds(): number {
    return TRAITS[this.workerClass].timeoutEndsRequests ? this.timeoutSeconds + LONGEST_PERIOD : this.slowestRequestSeconds;
  }

  /** The arithmetic, line by line, with what was assumed and what to mind. */
  public explain(): string {
    return explainPlan(this, this.numbers);
  }
}
