import { objectInWords, type ApiObject } from '../../manifest/api-object';
import { routesToWorkload } from '../../manifest/chain';
import { objectOf, textOf } from '../../manifest/json';
import { isKnown, type Setting } from '../../application/process/setting';
import { INGRESS_READ_TIMEOUT } from '../../conventions/ingress-timeout';
import { durationInWords } from '../../wording/duration';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

/**
 * ingress-nginx reuses an idle connection for this long (`upstream-keepalive-timeout`), AWS load balancers for their idle
 * timeout, both 60 s.
 */
const CONTROLLER_REUSE = INGRESS_READ_TIMEOUT;

export const keepaliveBelowIngress: Rule = {
  id: 'keepalive-below-ingress',
  model: 'chain',
  severity: 'warning',
  summary: 'The server closes idle connections that the ingress controller still means to use',
  doc: {
    why:
      'When the server closes a connection at the moment the controller sends a request on it, the user gets a 502. It happens ' +
      'now and then, more often the less traffic ' +
      'there is.',
    fix: "Set gunicorn's keepalive above the 60 s for which the controller reuses connections: --keep-alive 75.",
    judges:
      'gunicorn pools of a class that keeps connections (not sync, and a keepalive of 0 keeps none either) behind an Ingress of ' +
      'a class that is known to reuse them for 60 s: nginx or alb in its name.',
    source:
      'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#upstream-keepalive-timeout; conbench ' +
      'issues 1156 and 1384',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { keepalive, workerClass },
      } = pool;
      const ingress = routesToWorkload(reading.bundle, workload)
        .map(({ object }) => object)
        .find(reusesConnections);
      // At 0 the server says with each answer that it closes the connection.
      if (
        !ingress ||
        !isKnown(keepalive) ||
        keepalive.value === 0 ||
        keepalive.value >= CONTROLLER_REUSE ||
        !keepsConnections(workerClass)
      ) {
        continue;
      }
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(pool, keepalive),
        message:
          `gunicorn (${String(workerClass.value)}) closes idle connections after ${durationInWords(keepalive.value)} (keepalive, ` +
          `${keepalive.origin}); the controller of ` +
          `${objectInWords(ingress)} reuses them for ${durationInWords(CONTROLLER_REUSE)}`,
        consequence: 'now and then a request is sent on a connection that was just closed: 502',
        fix: 'set --keep-alive 75',
      };
    }
  },
};

function keepsConnections(workerClass: Setting<string>): boolean {
  return isKnown(workerClass) && workerClass.value !== 'sync' && !workerClass.value.endsWith('SyncWorker');
}

function reusesConnections({ json }: ApiObject): boolean {
  const name =
    textOf(objectOf(json.spec).ingressClassName) ??
    textOf(objectOf(objectOf(json.metadata).annotations)['kubernetes.io/ingress.class']) ??
    '';
  return /nginx|\balb\b/.test(name);
}
