import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import type { LimitNumbers, PoolNumbers } from './pool-numbers';
import { WorkerClass } from './worker-class';
import { bytesOf, parseQuantity } from '../conventions/quantity';

/** How the workers work, whatever decides their number. */
export interface WorkerOptions {
  /**
   * Kind of worker. Without it, and without options that only gthread has, gunicorn is told none: an image that sets its own class
   * keeps it, and gunicorn's default becomes gthread by the number of threads.
   *
   * @default - the image's own; planned for WorkerClass.GTHREAD, which answers a probe while other threads wait for the database
   */
  readonly workerClass?: WorkerClass;
  /**
   * Threads of a gthread worker, 2 to 64. No other class has them.
   *
   * @default 4
   */
  readonly threads?: number;
  /**
   * What one worker of this application weighs under load (unique set size).
   *
   * @default - 45 MiB, and 8 MiB more for each thread: a small Django application, measured
   */
  readonly memoryPerWorker?: Size;
  /**
   * Memory of the container's limit that is neither master nor workers: helper processes, memory-backed volumes. A
   * policy that `GunicornWorkers` asks is told of the volumes that the container mounts; they need not be said here.
   *
   * @default - none
   */
  readonly reservedMemory?: Size;
  /**
   * gunicorn's `timeout`. For sync workers it ends the request; for all others it only watches the heartbeat.
   *
   * @default - 30 s, gunicorn's own; for sync workers at least 5 s more than the slowest request that was stated
   */
  readonly timeout?: Duration;
  /**
   * gunicorn's `graceful_timeout`: how long a deploy waits for requests in flight. One idle keep-alive connection makes
   * a gthread worker use all of it up to gunicorn 26, and 2 s of it from 27 on; gevent and asgi workers still wait.
   *
   * @default - the slowest request
   */
  readonly gracefulTimeout?: Duration;
  /**
   * gunicorn's `keepalive`. Shorter than the ingress controller reuses a connection gives sporadic 502s.
   *
   * @default Duration.seconds(75), over the 60 s of ingress-nginx; not set for sync workers, which keep no connections
   */
  readonly keepAlive?: Duration;
  /**
   * Whether requests that no thread can serve yet wait for all workers together. Otherwise they wait for the worker that happened to
   * accept them, and a full one fails probes and makes users wait while another is idle. It is gunicorn's `worker_connections` at the
   * number of threads, without keep-alive: 0.1 ms of CPU more for each request (docs/facts.md).
   *
   * For gthread workers of gunicorn 24 or newer. An older one stops serving for good as soon as that many connections are open and
   * say nothing.
   *
   * @default false
   */
  readonly sharedQueue?: boolean;
  /**
   * Requests (probes count) after which a worker is replaced. While one drains, the pool is a worker short, for up to the
   * whole graceful timeout.
   *
   * @default 0, workers are not recycled
   */
  readonly maxRequests?: number;
  /**
   * Load the application before forking. Saves memory at boot only: under load the shared pages are copied.
   *
   * @default false
   */
  readonly preloadApp?: boolean;
  /**
   * Write an access log to standard output, with the forwarded address, the duration and the request id.
   *
   * @default true
   */
  readonly accessLog?: boolean;
  /**
   * Database connections that one worker may open, for each database.
   *
   * @default - its threads; must be given for gevent, asgi and uvicorn workers with a database of limited connections
   */
  readonly connectionsPerWorker?: number;
}

/** How `fit` decides. */
export interface FitOptions extends WorkerOptions {
  /**
   * Never more than this.
   *
   * @default - as many as CPU, memory and database connections allow
   */
  readonly maxWorkers?: number;
}

/** What the container may use. */
export interface ContainerLimits {
  /** Memory limit of the container. */
  readonly memory: Size;
  /**
   * CPU of the container: its limit if it has one, its request otherwise. Never the node's.
   *
   * @default - one CPU is assumed, and said so
   */
  readonly cpu?: Cpu;
  /**
   * How long the slowest healthy request takes.
   *
   * @default - 60 s, the read timeout of the common ingress controllers; for sync workers their timeout, which ends it
   */
  readonly slowestRequest?: Duration;
}

/**
 * The options in numbers.
 *
 * @internal
 */
export function numbersOf(options: WorkerOptions): PoolNumbers {
  return {
    ...options,
    workerClass: options.workerClass ?? WorkerClass.GTHREAD,
    memoryPerWorker: options.memoryPerWorker && bytesOf(options.memoryPerWorker),
    reservedMemory: options.reservedMemory && bytesOf(options.reservedMemory),
    timeout: seconds(options.timeout),
    gracefulTimeout: seconds(options.gracefulTimeout),
    keepAlive: seconds(options.keepAlive),
  };
}

/**
 * The limits in numbers.
 *
 * @internal
 */
export function limitNumbersOf({ memory, cpu, slowestRequest }: ContainerLimits): LimitNumbers {
  return { memory: bytesOf(memory), cpus: parseQuantity(cpu?.amount), slowestRequest: seconds(slowestRequest) };
}

function seconds(duration: Duration | undefined): number | undefined {
  return duration?.toSeconds({ integral: false });
}
