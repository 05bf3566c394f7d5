import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { isKnown } from '../../application/process/setting';
import type { WorkloadReading } from '../../reading/workload-reading';
import type { Workload } from '../../manifest/workload';
import { CONNECTIONS_PER_WORKER, DATABASE_CONNECTIONS } from '../../conventions/annotations';
import { connectionsOf, connectionsOfWorker, explainConnections, poolFactors } from '../../workers/database-connections';
import { imageAddsNothing } from '../assumption';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

export const dbConnectionsExceed: Rule = {
  id: 'db-connections-exceed',
  model: 'capacity',
  severity: 'error',
  summary: 'The pods may open more database connections than they were granted',
  doc: {
    why:
      'Every worker thread keeps a connection of its own. During a rollout old and new pods hold theirs together; from the first ' +
      'connection too many on, requests fail with ' +
      '"too many clients already", and readiness with them.',
    fix: 'Run fewer workers, threads or replicas, or put a pooler in front of the database and state its limit.',
    judges:
      'gunicorn pools in a Deployment, StatefulSet or Rollout whose pod template states the limit in the annotation ' +
      `${DATABASE_CONNECTIONS}: ` +
      'the connections that all of its pods together may open in one database. A worker opens one for each of its threads, or as ' +
      'many as the annotation ' +
      `${CONNECTIONS_PER_WORKER} says. ` +
      'Pods are those of the autoscaler at its most, or replicas, with the surge of a rollout and as many ' +
      'that are still terminating. Silent without a limit, and where nothing bounds the connections of a worker: any class but ' +
      'sync and gthread without the second annotation.',
    source:
      'facts, "Shutdown"; lib/workers/database-connections.ts; https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { workers, threads, workerClass },
      } = pool;
      const limit = numberIn(workload, DATABASE_CONNECTIONS);
      const replicas = scaled.get(workload.object)?.most ?? workload.replicas;
      const stated = numberIn(workload, CONNECTIONS_PER_WORKER);
      const each = stated ?? (isKnown(threads) && isKnown(workerClass) ? connectionsOfWorker(workerClass.value, threads.value) : undefined);
      if (limit === undefined || replicas === undefined || !isKnown(workers) || each === undefined) {
        continue;
      }
      const demand = {
        replicas,
        ...podsInRollout(reading.of(workload), replicas),
        others: 0,
        perPod: workers.value * each,
        perPodFactors: poolFactors(workers.value, each, stated === undefined ? each : 1),
      };
      if (connectionsOf(demand) <= limit) {
        continue;
      }
      const { words, severity } = imageAddsNothing(workers.assumed || (stated === undefined && threads.assumed));
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(pool, workers),
        severity,
        message: `${explainConnections(demand, { limit, reserved: 0 })} (${DATABASE_CONNECTIONS})${words}`,
        consequence: 'a rollout or a busy hour ends in "too many clients already"',
        fix: 'run fewer workers, threads or replicas, or grant more connections and say so in the annotation',
      };
    }
  },
};

function numberIn({ annotations }: Workload, name: string): number | undefined {
  const text = annotations.get(name) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Recreate and a StatefulSet wait until an old pod is gone. */
function podsInRollout({ workload, rollout }: WorkloadReading, replicas: number): { readonly surge: number; readonly terminating: number } {
  return rollout.strategy === 'recreate' || ['StatefulSet', 'Pod'].includes(workload.object.kind)
    ? { surge: 0, terminating: 0 }
    : { surge: rollout.surge(replicas), terminating: replicas };
}
