import { TRAITS, WorkerClass } from './worker-class';
import { MEBIBYTE } from '../conventions/quantity';
import { MOST_THREADS } from './thread-count';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/**
 * How the workers work, in numbers: `WorkerOptions` says what each is. Sizes in bytes, times in seconds.
 *
 * @internal
 */
export interface PoolNumbers {
  readonly workerClass: WorkerClass;
  readonly threads?: number;
  readonly memoryPerWorker?: number;
  readonly reservedMemory?: number;
  readonly timeout?: number;
  readonly gracefulTimeout?: number;
  readonly keepAlive?: number;
  readonly sharedQueue?: boolean;
  readonly maxRequests?: number;
  readonly preloadApp?: boolean;
  readonly accessLog?: boolean;
  readonly connectionsPerWorker?: number;
}

/**
 * What the container may use, and what only a service knows of it.
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
  /** Seconds that a connection may be in use, beyond the slowest request: of a websocket, a stream. */
  readonly longestConnection?: number;
  /** Connections that this pod may open in each database. */
  readonly connections?: number;
  /** The share of the time of a request that it computes, 0 to 1: how many threads keep the CPUs busy. */
  readonly onCpu?: number;
}

/** @throws unless `given` is a whole number of at least `least` */
export function wholeNumber(what: string, given: number, least: number): number {
  if (!Number.isInteger(given) || given < least) {
    throw new Rejection(
      `${what} ${given}`,
      `it is a whole number of at least ${least}`,
      `use ${what} ${Math.max(least, Math.round(given) || least)}`,
    );
  }
  return given;
}

/** @throws for the first option that cannot work for this class */
export function checkPool(options: PoolNumbers): void {
  const { workerClass } = options;
  const known = Object.values(WorkerClass);
  if (!known.includes(workerClass)) {
    throw new Rejection(
      `worker class '${workerClass}'`,
      `the worker classes that can be planned are ${known.join(', ')}`,
      'use WorkerClass.GTHREAD',
    );
  }
  const { threaded, keepsConnections } = TRAITS[workerClass];
  if (options.threads !== undefined) {
    if (!threaded) {
      throw new Rejection(
        `threads ${options.threads} for ${workerClass} workers`,
        workerClass === WorkerClass.SYNC ? 'gunicorn silently runs sync workers with threads as gthread' : 'this class has no threads',
        'use WorkerClass.GTHREAD, or leave threads out',
      );
    }
    if (!Number.isInteger(options.threads) || options.threads < 2 || options.threads > MOST_THREADS) {
      throw new Rejection(`threads ${options.threads}`, `a gthread worker has 2 to ${MOST_THREADS} threads here`, `use 4, the default`);
    }
  }
  if (options.keepAlive !== undefined && !keepsConnections) {
    throw new Rejection(
      `keepAlive for ${workerClass} workers`,
      'a sync worker closes every connection after its answer',
      'leave keepAlive out, or use WorkerClass.GTHREAD',
    );
  }
  if (options.sharedQueue && !threaded) {
    throw new Rejection(
      `sharedQueue for ${workerClass} workers`,
      workerClass === WorkerClass.SYNC ? 'sync workers share their queue as it is' : 'this class serves whatever it accepts at once',
      'leave sharedQueue out',
    );
  }
  if (options.sharedQueue && options.keepAlive !== undefined) {
    throw new Rejection('keepAlive with sharedQueue', 'an idle connection would take the place of a request', 'leave one of the two out');
  }
  if (options.maxRequests !== undefined) {
    wholeNumber('maxRequests', options.maxRequests, 0);
  }
  if (options.connectionsPerWorker !== undefined) {
    wholeNumber('connectionsPerWorker', options.connectionsPerWorker, 1);
  }
  const { memoryPerWorker } = options;
  if (memoryPerWorker !== undefined && !(memoryPerWorker >= MEBIBYTE)) {
    throw new Rejection(
      `memoryPerWorker of ${memoryPerWorker / 1024} KiB`,
      'no Python process is that small',
      'measure the unique set size of a loaded worker, for example Size.mebibytes(60)',
    );
  }
  for (const [name, duration] of Object.entries({
    timeout: options.timeout,
    gracefulTimeout: options.gracefulTimeout,
    keepAlive: options.keepAlive,
  })) {
    if (duration !== undefined && !(duration >= 1)) {
      throw new Rejection(
        `${name} of ${durationInWords(duration)}`,
        'gunicorn counts in whole seconds, and 0 switches the limit off',
        'give at least 1 s',
      );
    }
  }
}
