/** How a gunicorn worker works. The value is what `--worker-class` takes. */
export enum WorkerClass {
  /** One request at a time; `timeout` ends a request that takes longer. No keep-alive. */
  SYNC = 'sync',
  /** A pool of threads; `timeout` watches the worker's heartbeat only and ends no request. */
  GTHREAD = 'gthread',
  /** Greenlets on one thread; suits code that waits and never computes. */
  GEVENT = 'gevent',
  /** gunicorn's own ASGI worker, in gunicorn 25 and newer. */
  ASGI = 'asgi',
  /** uvicorn under gunicorn, from the package `uvicorn-worker`. */
  UVICORN = 'uvicorn_worker.UvicornWorker',
}

/** What sets one worker class apart from another, as far as sizing and settings go. */
export interface WorkerClassTraits {
  /** Whether `threads` applies (`gunicorn/workers/gthread.py`). */
  readonly threaded: boolean;
  /** Whether `timeout` ends a request. Only a sync worker stops its heartbeat while it serves (`gunicorn/workers/sync.py`). */
  readonly timeoutEndsRequests: boolean;
  /** Whether connections are kept open between requests, so that `keepalive` applies. */
  readonly keepsConnections: boolean;
  /** Requests that one worker serves at once, for classes that are not threaded. */
  readonly concurrency: number;
  /** Whether gunicorn's own access log format applies; uvicorn writes its own. */
  readonly accessLogFormat: boolean;
}

/** gunicorn's default of `worker_connections` (`gunicorn/config.py`, WorkerConnections). */
const WORKER_CONNECTIONS = 1000;

export const TRAITS: Readonly<Record<WorkerClass, WorkerClassTraits>> = {
  [WorkerClass.SYNC]: { threaded: false, timeoutEndsRequests: true, keepsConnections: false, concurrency: 1, accessLogFormat: true },
  [WorkerClass.GTHREAD]: { threaded: true, timeoutEndsRequests: false, keepsConnections: true, concurrency: 1, accessLogFormat: true },
  [WorkerClass.GEVENT]: {
    threaded: false,
    timeoutEndsRequests: false,
    keepsConnections: true,
    concurrency: WORKER_CONNECTIONS,
    accessLogFormat: true,
  },
  [WorkerClass.ASGI]: {
    threaded: false,
    timeoutEndsRequests: false,
    keepsConnections: true,
    concurrency: WORKER_CONNECTIONS,
    accessLogFormat: true,
  },
  [WorkerClass.UVICORN]: {
    threaded: false,
    timeoutEndsRequests: false,
    keepsConnections: true,
    concurrency: WORKER_CONNECTIONS,
    accessLogFormat: false,
  },
};
