import { isKnown, type Setting } from '../process/setting';
import type { GunicornSettings } from './gunicorn';
import { builtIn, derived, notKnown } from './server-reader';
import type { Concurrency, ServerSettings } from './server-settings';

/** Classes whose workers work on requests in a loop. */
const LOOPS = /gevent|eventlet|uvicorn|asgi|tornado|meinheld|aiohttp|hypercorn/i;

/** What every server has, of gunicorn. */
export function gunicornServer(gunicorn: GunicornSettings): ServerSettings {
  const kind = concurrencyOf(gunicorn.workerClass);
  return {
    server: 'gunicorn',
    role: 'web',
    listeners: gunicorn.bind,
    processes: gunicorn.workers,
    concurrency: kind,
    threads:
      kind.value === 'one'
        ? builtIn(1, 'gunicorn/workers/sync.py, SyncWorker')
        : kind.value === 'loop'
          ? notKnown('the application decides how many threads run what blocks')
          : gunicorn.threads,
    gracefulTime: gunicorn.gracefulTimeout,
    // A sync worker closes every connection behind its answer.
    keepAlive: gunicorn.workerClass.value === 'sync' ? builtIn(0, 'gunicorn/workers/sync.py, SyncWorker.handle') : gunicorn.keepalive,
    maxRequests: derived(gunicorn.maxRequests, (count) => (count === 0 ? null : count)),
    silence: derived(gunicorn.timeout, (seconds) => (seconds === 0 ? null : seconds)),
    limit: kind.value === 'one' ? builtIn(1, 'gunicorn/workers/sync.py, SyncWorker') : gunicorn.workerConnections,
    development: gunicorn.reload.value === true,
  };
}

function concurrencyOf(workerClass: Setting<string>): Setting<Concurrency> {
  if (!isKnown(workerClass)) {
    return notKnown(workerClass.because ?? 'its worker class is not known');
  }
  const name = String(workerClass.value);
  return name === 'sync'
    ? derived(workerClass, () => 'one' as const)
    : name === 'gthread'
      ? derived(workerClass, () => 'threads' as const)
      : LOOPS.test(name)
        ? derived(workerClass, () => 'loop' as const)
        : notKnown(`what the worker class ${name} does is not known`);
}
