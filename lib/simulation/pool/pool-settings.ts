/** How the workers of a pool serve: one request each, some threads each, or as many as come. */
export type Concurrency = 'sync' | 'gthread' | 'async';

/** What the processes of a pool weigh, and the limit of their container. Bytes. */
export interface PoolMemory {
  readonly limit: number;
  readonly master: number;
  /** Of a worker before its first request, and from then on. */
  readonly booted: number;
  readonly loaded: number;
}

/** A gunicorn pool as the model runs it. Times in milliseconds. */
export interface PoolSettings {
  readonly concurrency: Concurrency;
  readonly workers: number;
  /** Of each worker; 1 unless it is gthread. */
  readonly threads: number;
  /** From the start of the container until its server runs: what a start-up script does first. */
  readonly script: number;
  /** From the fork of a worker until it serves. */
  readonly boot: number;
  /** Whether the application is loaded first, and connections are refused until then (gunicorn: `arbiter.py`, `setup` before `start`). */
  readonly preload: boolean;
  /** A sync worker that serves longer is killed; 0 is never. Other classes keep their heartbeat while they serve. */
  readonly timeout: number;
  readonly gracefulTimeout: number;
  /** Requests after which a worker is replaced; 0 is never. */
  readonly maxRequests: number;
  readonly maxRequestsJitter: number;
  /** Connections that a worker holds at most, idle ones among them; 1 for sync (`gunicorn/config.py`, WorkerConnections). */
  readonly connections: number;
  /** How long an idle connection is kept; 0 is not at all. Sync workers keep none. */
  readonly keepAlive: number;
  /**
   * How long idle kept-alive connections hold a gthread worker that stops: 2 s since gunicorn 27 (`workers/gthread.py`,
   * `STOP_KEEPALIVE_LINGER`), the whole graceful timeout before.
   */
  readonly keepAliveLinger: number;
  /** Connections that the kernel keeps until a worker accepts them (`gunicorn/config.py`, Backlog). */
  readonly backlog: number;
  /** CPUs that the container may use. */
  readonly cores: number;
  /** Nothing where limit or weights are not known: then the pool never runs out of memory by itself. */
  readonly memory?: PoolMemory;
}

/** gunicorn's own defaults (`gunicorn/config.py`; 27.0), one CPU, and a boot of a few seconds. */
export const POOL_DEFAULTS: PoolSettings = {
  concurrency: 'sync',
  workers: 1,
  threads: 1,
  script: 0,
  boot: 5_000,
  preload: false,
  timeout: 30_000,
  gracefulTimeout: 30_000,
  maxRequests: 0,
  maxRequestsJitter: 0,
  connections: 1000,
  keepAlive: 2_000,
  keepAliveLinger: 2_000,
  backlog: 2048,
  cores: 1,
};
