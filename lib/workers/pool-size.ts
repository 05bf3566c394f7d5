import {
  connectionsPerPod,
  explainConnections,
  poolFactors,
  RESERVED_CONNECTIONS,
  rolloutDemand,
  USUAL_REPLICAS,
} from './database-connections';
import type { WorkerPlanNumbers } from './plan-numbers';
import type { PoolNumbers } from './pool-numbers';
import { fitted, planPool } from './pool-plan';
import { replicasFor, type Peak, type ReplicaCount } from './replica-count';
import { TRAITS } from './worker-class';

/** A pool, and as many pods of it as its peak takes. */
export interface PoolSize {
  readonly plan: WorkerPlanNumbers;
  readonly replicas?: ReplicaCount;
  /** The arithmetic of the database connections, in a line. */
  readonly connections?: string;
}

/** What a container may use, what is asked of the service, and what its database grants (`max_connections`). */
export interface SizeRequest {
  readonly cpus: number;
  readonly memory: number;
  readonly peak?: Peak;
  readonly connectionLimit?: number;
}

/**
 * Pods share the connections of the database, and what a pod may open decides how many are needed: planned again with more
 * pods until their number is what the plan was made for. It only ever grows, until the connections are too few for one worker; none are
 * spent on pods that slots and CPU do not need.
 *
 * @throws when the pool cannot fit
 */
export function sizePool(options: PoolNumbers, { cpus, memory, peak, connectionLimit }: SizeRequest): PoolSize {
  const sized = (pods: number) => {
    const supply = connectionLimit === undefined ? undefined : { limit: connectionLimit, reserved: RESERVED_CONNECTIONS };
    const demand = rolloutDemand(pods, 0);
    const plan = planPool(options, fitted(), {
      cpus,
      memory,
      onCpu: peak?.onCpu,
      connections: supply && connectionsPerPod(demand, supply),
    });
    const { workerClass, workers, threads, sharedQueue, connectionsPerWorker: each } = plan;
    const { threaded, concurrency } = TRAITS[workerClass];
    const opened = each === undefined ? {} : { perPod: workers * each, perPodFactors: poolFactors(workers, each, threads) };
    return {
      plan,
      replicas:
        peak &&
        replicasFor(
          peak,
          { workerClass, workers, slotsPerWorker: threaded ? threads : concurrency, cpus, sharedQueue },
          supply === undefined,
        ),
      connections: supply && explainConnections({ ...demand, ...opened }, supply),
    };
  };
  let size = sized(peak ? 1 : USUAL_REPLICAS);
  for (let pods = 1; size.replicas && size.replicas.replicas > pods;) {
    pods = size.replicas.replicas;
    size = sized(pods);
  }
  return size;
}
