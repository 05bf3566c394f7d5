import { objectInWords } from '../../manifest/api-object';
import { routesToWorkload } from '../../manifest/chain';
import { objectOf } from '../../manifest/json';
import { isKnown } from '../../application/process/setting';
import { INGRESS_READ_TIMEOUT } from '../../conventions/ingress-timeout';
import { durationInWords } from '../../wording/duration';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

export const timeoutExceedsIngress: Rule = {
  id: 'timeout-exceeds-ingress',
  model: 'capacity',
  severity: 'info',
  summary: 'A worker goes on with requests that nobody waits for any more',
  doc: {
    why:
      'The ingress controller gives up after its read timeout and answers 504. The worker stays taken until its own timeout: load ' +
      'without anybody to serve.',
    fix: 'Set the timeout of sync workers to the read timeout, or raise proxy-read-timeout where long requests are meant.',
    judges: 'gunicorn pools of sync workers behind an Ingress: its annotation nginx.ingress.kubernetes.io/proxy-read-timeout, else 60 s.',
    source: 'lib/conventions/ingress-timeout.ts; gunicorn/arbiter.py, murder_workers',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { timeout, workerClass },
      } = pool;
      const route = routesToWorkload(reading.bundle, workload).find(({ object }) => object.kind === 'Ingress');
      const annotated = Number(
        objectOf(objectOf(route?.object.json.metadata).annotations)['nginx.ingress.kubernetes.io/proxy-read-timeout'],
      );
      const waits = Number.isFinite(annotated) ? annotated : INGRESS_READ_TIMEOUT;
      if (!route || workerClass.value !== 'sync' || !isKnown(timeout) || timeout.value <= waits) {
        continue;
      }
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(pool, timeout),
        message:
          `a sync worker may work for ${durationInWords(timeout.value)} (timeout, ${timeout.origin}); ${objectInWords(route.object)} waits ` +
          `for ${durationInWords(waits)}`,
        consequence: 'the user has a 504 long before the worker is free again',
        fix: `set --timeout ${waits}`,
      };
    }
  },
};
