import { describe, expect, test } from '@jest/globals';
import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { WorkerClass } from '../../lib/workers/worker-class';
import { checkPool, wholeNumber } from '../../lib/workers/pool-numbers';
import { numbersOf } from '../../lib/workers/worker-options';
import type { WorkerOptions } from '../../lib/workers/worker-options';

const { SYNC, GTHREAD, GEVENT, ASGI } = WorkerClass;

describe('given options that cannot work, the error says what, why and what would', () => {
  test.each<[string, WorkerClass, WorkerOptions, RegExp]>([
    [
      'a class that gunicorn lost',
      'eventlet' as WorkerClass,
      {},
      /worker class 'eventlet': the worker classes that can be planned are sync, gthread,.*use WorkerClass.GTHREAD/,
    ],
    [
      'sync with threads',
      SYNC,
      { threads: 4 },
      /threads 4 for sync workers: gunicorn silently runs sync workers with threads as gthread; use WorkerClass.GTHREAD/,
    ],
    ['gevent with threads', GEVENT, { threads: 4 }, /threads 4 for gevent workers: this class has no threads/],
    ['a single thread', GTHREAD, { threads: 1 }, /threads 1: a gthread worker has 2 to 64 threads/],
    ['65 threads', GTHREAD, { threads: 65 }, /threads 65/],
    ['half a thread', GTHREAD, { threads: 2.5 }, /threads 2.5/],
    ['keep-alive for sync', SYNC, { keepAlive: Duration.seconds(5) }, /keepAlive for sync workers: a sync worker closes every connection/],
    ['negative maxRequests', GTHREAD, { maxRequests: -1 }, /maxRequests -1: it is a whole number of at least 0/],
    ['fractional maxRequests', GTHREAD, { maxRequests: 1.5 }, /maxRequests 1.5/],
    ['no connections for a worker', GEVENT, { connectionsPerWorker: 0 }, /connectionsPerWorker 0: it is a whole number of at least 1/],
    ['a worker of 10 KiB', GTHREAD, { memoryPerWorker: Size.kibibytes(10) }, /memoryPerWorker of 10 KiB: no Python process is that small/],
    [
      'a timeout of 0',
      GTHREAD,
      { timeout: Duration.seconds(0) },
      /timeout of 0 s: gunicorn counts in whole seconds, and 0 switches the limit off/,
    ],
    ['a graceful timeout of half a second', ASGI, { gracefulTimeout: Duration.millis(500) }, /gracefulTimeout of 0.5 s/],
    [
      'a shared queue for sync',
      SYNC,
      { sharedQueue: true },
      /sharedQueue for sync workers: sync workers share their queue as it is; leave sharedQueue out/,
    ],
    ['a shared queue for asgi', ASGI, { sharedQueue: true }, /sharedQueue for asgi workers: this class serves whatever it accepts at once/],
    [
      'a shared queue and a keep-alive',
      GTHREAD,
      { sharedQueue: true, keepAlive: Duration.seconds(75) },
      /keepAlive with sharedQueue: an idle connection would take the place of a request/,
    ],
    ['a keep-alive of 0', ASGI, { keepAlive: Duration.seconds(0) }, /keepAlive of 0 s/],
  ])('%s', (_name, workerClass, options, message) => {
    expect(() => checkPool(numbersOf({ ...options, workerClass }))).toThrow(message);
  });
});

describe('given options that work', () => {
  test('any number of threads from 2 to 64 is accepted for gthread', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), (threads) => {
        expect(() => checkPool({ workerClass: GTHREAD, threads })).not.toThrow();
      }),
    );
  });

  test('any whole number from the least up is handed back, and anything else is refused with one that would do', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double()), fc.integer({ min: 0, max: 5 }), (given, least) => {
        if (Number.isInteger(given) && given >= least) {
          expect(wholeNumber('n', given, least)).toBe(given);
        } else {
          expect(() => wholeNumber('n', given, least)).toThrow(`it is a whole number of at least ${least}; use n `);
        }
      }),
    );
  });
});
