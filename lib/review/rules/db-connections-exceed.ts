import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { isKnown } from '../../application/process/setting';
import type { WorkloadReading } from '../../reading/workload-reading';
import type { Workload } from '../../manifest/workload';
import { CONNECTIONS_PER_WORKER, DATABASE_CONNECTIONS } from '../../conventions/annotations';
import { connectionsOf, connectionsOfWorker, explainConnections, poolFactors } from '../../workers/database-connections';
import { imageAddsNothing } from '../assumption';
import { connectionPoolOf } from '../../application/connection-pool';
import { databaseLimit, databasesIn, type DatabaseLimit } from '../../application/database-limit';
import type { Reading } from '../../reading/reading';
import { pathOf, running, type Running } from '../pool';
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
      'Servers and workers whose number of processes is known. The limit is that of the annotation ' +
      `${DATABASE_CONNECTIONS}: the connections that all of its pods together may open in one database; without it, max_connections of ` +
      'the only PostgreSQL of the bundle (100 by default) where a variable of the container names its Service, as a warning. A process ' +
      `opens as many as the annotation ${CONNECTIONS_PER_WORKER} says; else as its pool has (DB_POOL_SIZE + DB_MAX_OVERFLOW and their ` +
      'like, connection_limit of Prisma, with `--app` pool_size + max_overflow of SQLAlchemy, the threads of puma), as a warning; else ' +
      'one ' +
      'for each thread of gunicorn (sync and gthread). Pods are those of the autoscaler at its most, or replicas, with the surge of a ' +
      'rollout and as many that are still terminating. Silent where nothing bounds the connections of a worker.',
    source:
      'facts, "Shutdown"; lib/workers/database-connections.ts; https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-connections',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    const databases = databasesIn(reading.bundle);
    for (const each of running(reading)) {
      const { workload, container, process, reading: read } = each;
      const { processes } = process.settings ?? {};
      const granted = grantedTo(reading, databases, each);
      const replicas = scaled.get(workload.object)?.most ?? workload.replicas;
      const share = shareOf(each);
      if (!granted || replicas === undefined || !processes || !isKnown(processes) || !share) {
        continue;
      }
      const demand = {
        replicas,
        ...podsInRollout(reading.of(read.workload), replicas),
        others: 0,
        perPod: processes.value * share.connections,
        perPodFactors: poolFactors(processes.value, share.connections, share.isThreads ? share.connections : 1),
      };
      if (connectionsOf(demand) <= granted.limit) {
        continue;
      }
      const { words, severity } = imageAddsNothing(processes.assumed || share.assumed);
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(each, processes),
        severity: granted.isStated && share.origin === undefined ? severity : 'warning',
        message:
          `${explainConnections(demand, { limit: granted.limit, reserved: 0 })} (${granted.origin})` +
          `${share.origin === undefined ? '' : `; each worker has a pool of its own (${share.origin})`}${words}`,
        consequence: 'a rollout or a busy hour ends in "too many clients already"',
        fix:
          'run fewer workers, threads or replicas, make the pool of each smaller, or grant more connections and say so in the ' +
          'annotation',
      };
    }
  },
};

interface Granted extends DatabaseLimit {
  /** Whether the owner of the manifests said it. */
  readonly isStated: boolean;
}

function grantedTo({ bundle }: Reading, databases: readonly Workload[], { workload, process }: Running): Granted | undefined {
  const stated = numberIn(workload, DATABASE_CONNECTIONS);
  const found =
    stated === undefined ? databaseLimit(bundle, databases, workload, process) : { limit: stated, origin: DATABASE_CONNECTIONS };
  return found && { ...found, isStated: stated !== undefined };
}

/** The connections of one process. */
interface Share {
  readonly connections: number;
  readonly isThreads: boolean;
  readonly assumed: boolean;
  /** What says how large its pool is; nothing where the annotation or the threads of gunicorn do. */
  readonly origin?: string;
}

function shareOf({ workload, process, reading: { image } }: Running): Share | undefined {
  const stated = numberIn(workload, CONNECTIONS_PER_WORKER);
  if (stated !== undefined) {
    return { connections: stated, isThreads: false, assumed: false };
  }
  const pool = connectionPoolOf(process, image);
  if (pool) {
    return { connections: pool.connections, isThreads: false, assumed: false, origin: pool.origin };
  }
  const { threads, workerClass } = process.gunicorn ?? {};
  const connections =
    threads && workerClass && isKnown(threads) && isKnown(workerClass) ? connectionsOfWorker(workerClass.value, threads.value) : undefined;
  return connections === undefined ? undefined : { connections, isThreads: true, assumed: threads?.assumed === true };
}

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
