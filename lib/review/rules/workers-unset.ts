import { pathOf, pools } from '../pool';
import { imageAddsNothing } from '../assumption';
import type { Rule } from '../rule';

export const workersUnset: Rule = {
  id: 'workers-unset',
  model: 'capacity',
  severity: 'warning',
  summary: 'gunicorn runs with its default of one sync worker',
  doc: {
    why:
      'One worker serves one request at a time. The second user waits, and so does the probe: a single slow request makes the pod ' +
      'unready, or restarts it.',
    fix: 'Set workers and threads: --workers 2 --threads 4, or WEB_CONCURRENCY.',
    judges:
      'gunicorn pools for which neither the manifests nor a file that can be read sets workers, of the sync class. Threads and ' +
      'asynchronous classes serve several requests in ' +
      'one worker and are left alone. GUNICORN_WORKERS is not read by gunicorn itself.',
    source: 'gunicorn/config.py, Workers',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { workers, workerClass },
      } = pool;
      if (workers.isDefault && workerClass.value === 'sync') {
        yield {
          object: workload.object,
          container: container.name,
          path: pathOf(pool),
          message: `no place sets the number of workers or threads: gunicorn runs 1 sync worker${imageAddsNothing(workers.assumed).words}`,
          consequence: 'one slow request makes every other request and every probe wait',
          fix: 'set --workers 2 --threads 4',
        };
      }
    }
  },
};
