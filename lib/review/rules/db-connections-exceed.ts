import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { objectOf } from '../../manifest/json';
import { isKnown } from '../../manifest/process/setting';
import { surgeInRollout } from '../../manifest/rollout';
import type { Workload } from '../../manifest/workload';
import { DATABASE_CONNECTIONS } from '../../words/promise';
import { connectionsOf, explainConnections } from '../../workers/database-connections';
import { imageAddsNothing } from '../assumption';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

export const dbConnectionsExceed: Rule = {
  id: 'db-connections-exceed',
  model: 'capacity',
  severity: 'error',
  summary: 'The pods may open more database connections than they were granted',
  doc: {
    why: 'Every worker thread keeps a connection of its own. During a rollout old and new pods hold theirs together; from the first connection too many on, requests fail with '
      + '"too many clients already", and readiness with them.',
    fix: 'Run fewer workers, threads or replicas, or put a pooler in front of the database and state its limit.',
    judges: `gunicorn pools of the classes sync and gthread in a Deployment, StatefulSet or Rollout whose pod template states the limit in the annotation ${DATABASE_CONNECTIONS}: `
      + 'the connections that all of its pods together may open in one database. Pods are those of the autoscaler at its most, or replicas, with the surge of a rollout and as many '
      + 'that are still terminating. Silent without the annotation, and where a class opens connections without bound.',
    source: 'facts, "Shutdown"; lib/workers/database-connections.ts; https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections',
  },
  * check(bundle) {
    const scaled = autoscaledWorkloads(bundle);
    for (const pool of pools(bundle)) {
      const { workload, container, gunicorn: { workers, threads, workerClass } } = pool;
      const text = workload.annotations.get(DATABASE_CONNECTIONS) ?? '';
      const replicas = scaled.get(workload.object)?.most ?? workload.replicas;
      if (!/^\d{1,9}$/.test(text) || replicas === undefined || !isKnown(workers) || !isKnown(threads) || !['sync', 'gthread'].includes(String(workerClass.value))) {
        continue;
      }
      const each = workerClass.value === 'gthread' ? threads.value : 1;
      const demand = {
        replicas, ...rolloutOf(workload, replicas), others: 0, perPod: workers.value * each,
        perPodFactors: `${workers.value} ${workers.value === 1 ? 'worker' : 'workers'} × ${each} ${each === 1 ? 'each' : 'threads'}`,
      };
      if (connectionsOf(demand) <= Number(text)) {
        continue;
      }
      const { words, severity } = imageAddsNothing(workers.assumed || threads.assumed);
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(pool, workers),
        severity,
        message: `${explainConnections(demand, { limit: Number(text), reserved: 0 })} (${DATABASE_CONNECTIONS})${words}`,
        consequence: 'a rollout or a busy hour ends in "too many clients already"',
        fix: 'run fewer workers, threads or replicas, or grant more connections and say so in the annotation',
      };
    }
  },
};

/** Recreate and a StatefulSet wait until an old pod is gone. */
function rolloutOf({ object }: Workload, replicas: number): { readonly surge: number; readonly terminating: number } {
  const strategy = objectOf(objectOf(object.json.spec).strategy);
  return object.kind === 'StatefulSet' || object.kind === 'Pod' || strategy.type === 'Recreate'
    ? { surge: 0, terminating: 0 }
    : { surge: surgeInRollout(strategy, replicas), terminating: replicas };
}
