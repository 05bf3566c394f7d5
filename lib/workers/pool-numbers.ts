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
  checkThreads(options);
  checkConnections(options);
  checkCounts(options);
  checkTimes(options);
}

function checkThreads({ workerClass, threads }: PoolNumbers): void {
  if (threads !== undefined) {
    if (!TRAITS[workerClass].threaded) {
      throw new Rejection(
        `threads ${threads} for ${workerClass} workers`,
        workerClass === WorkerClass.SYNC ? 'gunicorn silently runs sync workers with threads as gthread' : 'this class has no threads',
        'use WorkerClass.GTHREAD, or leave threads out',
      );
    }
    if (!Number.isInteger(threads) || threads < 2 || threads > MOST_THREADS) {
      throw new Rejection(`threads ${threads}`, `a gthread worker has 2 to ${MOST_THREADS} threads here`, `use 4, the default`);
    }
  }
}

function checkConnections({ workerClass, keepAlive, sharedQueue }: PoolNumbers): void {
  const { threaded, keepsConnections } = TRAITS[workerClass];
  if (keepAlive !== undefined && !keepsConnections) {
    throw new Rejection(
      `keepAlive for ${workerClass} workers`,
      'a sync worker closes every connection after its answer',
      'leave keepAlive out, or use WorkerClass.GTHREAD',
    );
  }
  if (sharedQueue && !threaded) {
    throw new Rejection(
      `sharedQueue for ${workerClass} workers`,
      workerClass === WorkerClass.SYNC ? 'sync workers share their queue as it is' : 'this class serves whatever it accepts at once',
      'leave sharedQueue out',
    );
  }
  if (sharedQueue && keepAlive !== undefined) {
    throw new Rejection('keepAlive with sharedQueue', 'an idle connection would take the place of a request', 'leave one of the two out');
  }
}

function checkCounts({ maxRequests, connectionsPerWorker, memoryPerWorker }: PoolNumbers): void {
  if (maxRequests !== undefined) {
    wholeNumber('maxRequests', maxRequests, 0);
  }
  if (connectionsPerWorker !== undefined) {
    wholeNumber('connectionsPerWorker', connectionsPerWorker, 1);
  }
  if (memoryPerWorker !== undefined && !(memoryPerWorker >= MEBIBYTE)) {
    throw new Rejection(
      `memoryPerWorker of ${memoryPerWorker / 1024} KiB`,
      'no Python process is that small',
      'measure the unique set size of a loaded worker, for example Size.mebibytes(60)',
    );
  }
}

function checkTimes({ timeout, gracefulTimeout, keepAlive }: PoolNumbers): void {
  for (const [name, duration] of Object.entries({ timeout, gracefulTimeout, keepAlive })) {
    if (duration !== undefined && !(duration >= 1)) {
      throw new Rejection(
        `${name} of ${durationInWords(duration)}`,
        'gunicorn counts in whole seconds, and 0 switches the limit off',
        'give at least 1 s',
      );
    }
  }
}
