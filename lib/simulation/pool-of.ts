import type { Assumption } from './assumptions';
import { POOL_DEFAULTS, type Concurrency, type PoolSettings } from './pool/pool-settings';
import { isKnown, type Setting } from '../application/process/setting';
import type { ContainerReading } from '../reading/container-reading';
import { MEBIBYTE } from '../conventions/quantity';
import { bootedWorker, loadedWorker, master, weighedAs } from '../workers/worker-memory';

/** The cores of a container that nobody limits: those of a small node. */
const UNLIMITED_CORES = 2;
const SOMAXCONN = 4096;

/** The pool that a container runs, as far as its manifests say, and what was taken for the rest. */
export function poolOf({
  process: { gunicorn, settings: known, server },
  resources: { cpuLimit, cpuRequest, memoryLimit },
}: ContainerReading): {
  readonly settings: PoolSettings;
  readonly assumed: readonly Assumption[];
} {
  const assumed: Assumption[] = [
    { name: 'cores', value: cpuLimit ?? UNLIMITED_CORES, origin: cpuLimit === undefined ? 'default' : 'manifest' },
  ];
  const cores = cpuLimit ?? UNLIMITED_CORES;
  if (cpuRequest === undefined) {
    // On a busy node it gets what the others leave (`cpu.weight` 1): how much that is, no manifest says.
    assumed.push({
      name: 'CPU request',
      value: 'none: a boot and requests that a busy node slows down are not modelled',
      origin: 'manifest',
    });
  }
  if (!gunicorn) {
    const workers = known && isKnown(known.processes) ? known.processes.value : 1;
    const concurrency: Concurrency = server === 'uwsgi' ? 'sync' : 'async';
    assumed.push({ name: 'process', value: `${concurrency}, ${workers} worker(s)`, origin: server === undefined ? 'default' : 'manifest' });
    // uWSGI listens before it loads the application, all others when they have (docs/facts.md, "When a server listens").
    return { settings: { ...POOL_DEFAULTS, concurrency, workers, preload: server !== 'uwsgi', cores }, assumed };
  }
  const value = <T extends number | string | boolean>(name: string, setting: Setting<T>, fallback: T): T => {
    const taken = isKnown(setting) ? setting.value : fallback;
    assumed.push({ name, value: String(taken), origin: isKnown(setting) ? setting.origin : 'default' });
    return taken;
  };
  const workerClass = value<string>('worker class', gunicorn.workerClass, 'sync');
  const concurrency: Concurrency = workerClass === 'sync' || workerClass === 'gthread' ? workerClass : 'async';
  const settings: PoolSettings = {
    ...POOL_DEFAULTS,
    concurrency,
    workers: Math.max(value<number>('workers', gunicorn.workers, 2 * cores + 1), 1),
    threads: concurrency === 'gthread' ? value<number>('threads', gunicorn.threads, 1) : 1,
    preload: value<boolean>('preload', gunicorn.preload, false),
    timeout: value<number>('timeout', gunicorn.timeout, 30) * 1000,
    gracefulTimeout: value<number>('graceful timeout', gunicorn.gracefulTimeout, 30) * 1000,
    connections: concurrency === 'sync' ? POOL_DEFAULTS.connections : value<number>('worker connections', gunicorn.workerConnections, 1000),
    keepAlive: concurrency === 'sync' ? POOL_DEFAULTS.keepAlive : value<number>('keepalive', gunicorn.keepalive, 2) * 1000,
    maxRequests: value<number>('max requests', gunicorn.maxRequests, 0),
    maxRequestsJitter: value<number>('max requests jitter', gunicorn.maxRequestsJitter, 0),
    // The kernel keeps no more than net.core.somaxconn, 4096 since Linux 5.4.
    backlog: Math.min(value<number>('backlog', gunicorn.backlog, POOL_DEFAULTS.backlog), SOMAXCONN),
    cores,
  };
  const memory =
    memoryLimit === undefined
      ? undefined
      : {
          limit: memoryLimit,
          master: master(settings.preload) * MEBIBYTE,
          booted: bootedWorker(settings.preload) * MEBIBYTE,
          loaded: loadedWorker(weighedAs(workerClass), settings.threads) * MEBIBYTE,
        };
  if (memory) {
    assumed.push({ name: 'MiB of a worker after load', value: memory.loaded / MEBIBYTE, origin: 'measured, docs/facts.md' });
  }
  return { settings: { ...settings, workers: Math.floor(settings.workers), memory }, assumed };
}
