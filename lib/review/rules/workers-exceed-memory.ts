import { isKnown } from '../../application/process/setting';
import { MEBIBYTE } from '../../conventions/quantity';
import { bytesInWords } from '../../wording/quantity';
import { loadedWorker, master, weighedAs } from '../../workers/worker-memory';
import { imageAddsNothing } from '../assumption';
import { pathOf, pools, type Pool } from '../pool';
import type { Rule } from '../rule';

/** What a worker of the smallest application weighs after load: (62 − 13) MiB for two of Flask 3.1 with four threads each. Bytes. */
const LIGHTEST_WORKER = 24 * MEBIBYTE;
/** How far beyond the limit the weight of Django has to be where the application may be lighter. */
const UNSURE = 2;

export const workersExceedMemory: Rule = {
  id: 'workers-exceed-memory',
  model: 'capacity',
  severity: 'error',
  anywhere: true,
  summary: 'The worker pool weighs more than the container may',
  doc: {
    why:
      'The pool fits at boot and outgrows the limit under load, when the pages that the workers shared have been copied. Since ' +
      '1.28 one worker over the limit kills the whole ' +
      'container; before that the kernel kills workers one by one, and the container looks healthy.',
    fix: 'Run fewer workers, or threads in fewer workers, or raise the memory limit.',
    judges:
      'gunicorn pools whose worker count is known, against the memory limit of the container (or what a LimitRange or the pod ' +
      'fills in). The weight is that of a small Django application after load, 45 MiB a sync worker. Where the application is not ' +
      'known to be Django it may be lighter (Flask: 24 MiB): an error only where those do not fit either, a warning from twice the ' +
      'limit on.',
    source: 'facts, "Memory of a gunicorn pool"; lib/workers/worker-memory.ts',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { workers, threads, workerClass, preload },
      } = pool;
      const { memoryLimit } = reading.container(workload, container).resources;
      if (memoryLimit === undefined || !isKnown(workers)) {
        continue;
      }
      const each = loadedWorker(weighedAs(workerClass.value), isKnown(threads) ? threads.value : 1);
      const own = master(preload.value === true);
      const bytes = (own + workers.value * each) * MEBIBYTE;
      const certain = isDjango(pool) || own * MEBIBYTE + workers.value * LIGHTEST_WORKER > memoryLimit;
      if (bytes <= memoryLimit * (certain ? 1 : UNSURE)) {
        continue;
      }
      const { words, severity = certain ? undefined : 'warning' } = imageAddsNothing(workers.assumed);
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(pool, workers),
        severity,
        message:
          `${own} MiB + ${workers.value} workers (${workers.origin}${words}) × ${each} MiB = ${bytesInWords(bytes)} under load; ` +
          `the memory limit is ${bytesInWords(memoryLimit)}`,
        consequence: 'the container is killed for its memory when users come, not when it is deployed',
        fix:
          `run at most ${Math.max(Math.floor((memoryLimit / MEBIBYTE - own) / each), 1)} workers, or raise the limit above ` +
          `${bytesInWords(bytes)}`,
      };
    }
  },
};

/** By its settings where they were read, else by the module that `startproject` makes. */
function isDjango({ reading: { django }, process: { words = [] } }: Pool): boolean {
  return django !== undefined || words.some((word) => /\.(wsgi|asgi)(:\w+)?$/.test(word));
}
