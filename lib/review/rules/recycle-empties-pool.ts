import { isKnown } from '../../application/process/setting';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

export const recycleEmptiesPool: Rule = {
  id: 'recycle-empties-pool',
  model: 'capacity',
  severity: 'warning',
  anywhere: true,
  summary: 'max_requests without jitter restarts the workers together',
  doc: {
    why:
      'Requests are spread evenly, so all workers reach max_requests at about the same time. For as long as they boot nobody is ' +
      'left to answer, the probes included.',
    fix: 'Set max_requests_jitter, to a tenth of max_requests or more.',
    judges: 'gunicorn pools with a max_requests above 0 and a jitter of 0. Probes are requests and count.',
    source: 'benoitc/gunicorn 3427; facts, "Shutdown"',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { maxRequests, maxRequestsJitter },
      } = pool;
      if (!isKnown(maxRequests) || maxRequests.value <= 0 || maxRequestsJitter.value !== 0) {
        continue;
      }
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(pool, maxRequests),
        message:
          `workers are recycled after ${maxRequests.value} requests (${maxRequests.origin}) with a jitter of 0 ` +
          `(${maxRequestsJitter.origin})`,
        consequence: 'all workers boot anew at about the same time, and nobody answers meanwhile',
        fix: `set --max-requests-jitter ${Math.max(Math.ceil(maxRequests.value / 10), 1)}`,
      };
    }
  },
};
