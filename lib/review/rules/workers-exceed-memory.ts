import { isKnown } from '../../application/process/setting';
import { MEBIBYTE } from '../../conventions/quantity';
import { bytesInWords } from '../../wording/quantity';
import { loadedWorker, master, weighedAs } from '../../workers/worker-memory';
import { imageAddsNothing } from '../assumption';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

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
      'fills in). The weight is that of a small ' +
      'Django application after load, the least that any has: 45 MiB a sync worker.',
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
      if (bytes <= memoryLimit) {
        continue;
      }
      const { words, severity } = imageAddsNothing(workers.assumed);
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
