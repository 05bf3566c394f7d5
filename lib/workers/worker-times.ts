import type { PoolNumbers } from './pool-numbers';
import { TRAITS } from './worker-class';
import type { WorkerClass } from './worker-class';
import { INGRESS_READ_TIMEOUT } from '../conventions/ingress-timeout';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';

/** gunicorn's own default (`gunicorn/config.py`, Timeout). */
const DEFAULT_TIMEOUT = 30;
/** What a sync `timeout` leaves beyond the slowest request, so that the request itself is never what it ends. */
const TIMEOUT_MARGIN = 5;
/** ingress-nginx reuses a connection for 60 s (`upstream-keepalive-timeout`); the server has to be the one that waits longer. */
const KEEPALIVE = 75;

/** The times of a plan in whole seconds, and what the reader should know about them. */
export interface WorkerTimes {
  readonly timeout: number;
  readonly slowestRequest: number;
  readonly gracefulTimeout: number;
  readonly keepalive?: number;
  readonly warnings: string[];
}

/**
 * The times that follow from the class, the options and the slowest healthy request.
 *
 * @throws when a sync worker would be killed in the middle of a request that was called healthy
 */
export function workerTimes(options: PoolNumbers, statedSlowest: number | undefined, longestConnection = 0): WorkerTimes {
  const { timeoutEndsRequests, keepsConnections } = TRAITS[options.workerClass];
  const timeout =
    options.timeout ??
    Math.max(DEFAULT_TIMEOUT, timeoutEndsRequests && statedSlowest !== undefined ? Math.ceil(statedSlowest + TIMEOUT_MARGIN) : 0);
  if (timeoutEndsRequests && statedSlowest !== undefined && statedSlowest > timeout) {
    throw new Rejection(
      `a slowest request of ${durationInWords(statedSlowest)} with a timeout of ${durationInWords(timeout)}`,
      'a sync worker is killed in the middle of a request that takes longer than its timeout',
      `raise the timeout to ${durationInWords(Math.ceil(statedSlowest + TIMEOUT_MARGIN))}, or use WorkerClass.GTHREAD, whose requests no ` +
        'timeout ends',
    );
  }
  const slowestRequest = statedSlowest ?? (timeoutEndsRequests ? timeout : INGRESS_READ_TIMEOUT);
  checkConnection(options.workerClass, longestConnection, slowestRequest);
  const longest = Math.max(slowestRequest, longestConnection);
  const gracefulTimeout = options.gracefulTimeout ?? longest;
  const warnings: string[] = [];
  if (gracefulTimeout < longest) {
    const what = longest > slowestRequest ? 'the longest connection lasts' : 'the slowest healthy one takes';
    warnings.push(`a deploy cuts requests that need more than ${durationInWords(gracefulTimeout)}; ${what} ${durationInWords(longest)}`);
  }
  return {
    timeout: Math.ceil(timeout),
    slowestRequest,
    gracefulTimeout: Math.ceil(gracefulTimeout),
    keepalive: !keepsConnections ? undefined : options.sharedQueue ? 0 : Math.ceil(options.keepAlive ?? KEEPALIVE),
    warnings,
  };
}

/** @throws where a connection that is in use keeps a process or a thread from everything else, probes included */
function checkConnection(workerClass: WorkerClass, longestConnection: number, slowestRequest: number): void {
  const { concurrency } = TRAITS[workerClass];
  if (longestConnection > slowestRequest && concurrency === 1) {
    throw new Rejection(
      `a longest connection of ${durationInWords(longestConnection)} with ${workerClass} workers`,
      'each connection in use holds a thread for as long, and a pool full of them answers no probe',
      'say a class that holds none: WorkerPolicy.fit({ workerClass: WorkerClass.ASGI }), UVICORN or GEVENT; or state it as ' +
        'slowestRequest, and liveness waits that long',
    );
  }
}
