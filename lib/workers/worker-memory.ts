import { WorkerClass } from './worker-class';

/**
 * What gunicorn processes weigh under Django, in MiB of unique set size: docs/facts.md, "Memory of a gunicorn pool".
 * Loaded figures, because what a worker weighs at boot under-counts by a third, and by 5 to 13 times with `preload_app`.
 * An application of any size weighs more: measure it and say so with `memoryPerWorker`.
 */
const MASTER = 13;
const MASTER_PRELOADED = 25;
const BOOT = 31;
const BOOT_PRELOADED = 8;
const LOADED: Readonly<Record<WorkerClass, number>> = {
  [WorkerClass.SYNC]: 45,
  [WorkerClass.GTHREAD]: 45,
  [WorkerClass.GEVENT]: 49,
  [WorkerClass.ASGI]: 66,
  [WorkerClass.UVICORN]: 66,
};
/** Each thread of a gthread worker brings a stack and arenas of its own: 4 threads weigh up to 77, 8 up to 108. */
const LOADED_PER_THREAD = 8;

/** The class whose weight a worker has by its `worker_class`; one that was not measured weighs at least what a sync worker does. */
export function weighedAs(workerClass: unknown): WorkerClass {
  return Object.values(WorkerClass).find((known) => known === workerClass) ?? WorkerClass.SYNC;
}

/** MiB of one worker after load, measured. */
export function loadedWorker(workerClass: WorkerClass, threads: number): number {
  return LOADED[workerClass] + (workerClass === WorkerClass.GTHREAD ? LOADED_PER_THREAD * threads : 0);
}

/** MiB of one worker before its first request, measured; what careless sizing looks at. */
export function bootedWorker(preload: boolean): number {
  return preload ? BOOT_PRELOADED : BOOT;
}

/** MiB of the master, measured. */
export function master(preload: boolean): number {
  return preload ? MASTER_PRELOADED : MASTER;
}
