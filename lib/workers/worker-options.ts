import type { Duration, Size } from 'cdk8s';
import type { Cpu } from 'cdk8s-plus-28';
import { TRAITS, WorkerClass } from './worker-class';
import { bytesOf, MEBIBYTE } from '../words/quantity';
import { Rejection } from '../words/rejection';
import { inWords } from '../words/seconds';

/** How the workers work, whatever decides their number. */
export interface WorkerOptions {
  /**
   * Kind of worker.
   *
   * @default WorkerClass.GTHREAD, which answers a probe while other threads wait for the database
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
 * The same in numbers, and with what only a service knows.
 *
 * @internal
 */
export interface LimitNumbers {
  /** Bytes; `undefined` when the container states no limit and no request. */
  readonly memory?: number;
  /** Said in the plan: that `memory` is a request because there is no limit, for example. */
  readonly assumptions?: string[];
  /** Bytes of the limit that are spoken for, beside what the policy reserves. */
  readonly reserved?: number;
  readonly cpus?: number;
  readonly slowestRequest?: number;
  /** Connections that this pod may open in each database. */
  readonly connections?: number;
}

const MOST_THREADS = 64;

/** @throws unless `given` is a whole number of at least `least` */
export function wholeNumber(what: string, given: number, least: number): number {
  if (!Number.isInteger(given) || given < least) {
    throw new Rejection(`${what} ${given}`, `it is a whole number of at least ${least}`, `use ${what} ${Math.max(least, Math.round(given) || least)}`);
  }
  return given;
}

/** @throws for the first option that cannot work for this class */
export function checkOptions(workerClass: WorkerClass, options: WorkerOptions): void {
  const known = Object.values(WorkerClass);
  if (!known.includes(workerClass)) {
    throw new Rejection(`worker class '${workerClass}'`, `the worker classes that can be planned are ${known.join(', ')}`, 'use WorkerClass.GTHREAD');
  }
  const { threaded, keepsConnections } = TRAITS[workerClass];
  if (options.threads !== undefined) {
    if (!threaded) {
      throw new Rejection(`threads ${options.threads} for ${workerClass} workers`,
        workerClass === WorkerClass.SYNC ? 'gunicorn silently runs sync workers with threads as gthread' : 'this class has no threads',
        'use WorkerClass.GTHREAD, or leave threads out');
    }
    if (!Number.isInteger(options.threads) || options.threads < 2 || options.threads > MOST_THREADS) {
      throw new Rejection(`threads ${options.threads}`, `a gthread worker has 2 to ${MOST_THREADS} threads here`, `use 4, the default`);
    }
  }
  if (options.keepAlive && !keepsConnections) {
    throw new Rejection(`keepAlive for ${workerClass} workers`, 'a sync worker closes every connection after its answer', 'leave keepAlive out, or use WorkerClass.GTHREAD');
  }
  if (options.maxRequests !== undefined) {
    wholeNumber('maxRequests', options.maxRequests, 0);
  }
  if (options.connectionsPerWorker !== undefined) {
    wholeNumber('connectionsPerWorker', options.connectionsPerWorker, 1);
  }
  for (const [name, size] of Object.entries({ memoryPerWorker: options.memoryPerWorker })) {
    if (size && !(bytesOf(size) >= MEBIBYTE)) {
      throw new Rejection(`${name} of ${bytesOf(size) / 1024} KiB`, 'no Python process is that small', 'measure the unique set size of a loaded worker, for example Size.mebibytes(60)');
    }
  }
  for (const [name, duration] of Object.entries({ timeout: options.timeout, gracefulTimeout: options.gracefulTimeout, keepAlive: options.keepAlive })) {
    if (duration && !(duration.toSeconds({ integral: false }) >= 1)) {
      throw new Rejection(`${name} of ${inWords(duration.toSeconds({ integral: false }))}`, 'gunicorn counts in whole seconds, and 0 switches the limit off', 'give at least 1 s');
    }
  }
}
