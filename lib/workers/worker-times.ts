import type { PoolNumbers } from './pool-numbers';
import { TRAITS } from './worker-class';
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
export function workerTimes(options: PoolNumbers, statedSlowest: number | undefined): WorkerTimes {
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
  const gracefulTimeout = options.gracefulTimeout ?? slowestRequest;
  const warnings: string[] = [];
  if (gracefulTimeout < slowestRequest) {
    warnings.push(
      `a deploy cuts requests that need more than ${durationInWords(gracefulTimeout)}; the slowest healthy one takes ${durationInWords(slowestRequest)}`,
    );
  }
  return {
    timeout: Math.ceil(timeout),
    slowestRequest,
    gracefulTimeout: Math.ceil(gracefulTimeout),
    keepalive: !keepsConnections ? undefined : options.sharedQueue ? 0 : Math.ceil(options.keepAlive ?? KEEPALIVE),
    warnings,
  };
}
