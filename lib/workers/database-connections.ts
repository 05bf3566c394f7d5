import { WorkerClass } from './worker-class';
import { Rejection } from '../props/rejection';

/** Share of the replicas that a rollout starts beside the old ones; what the Deployment's strategy says. */
export const SURGE_PERCENT = 25;
/** PostgreSQL's own `superuser_reserved_connections`. */
export const RESERVED_CONNECTIONS = 3;
/** Pods of a service that nobody gave a number: two, so that one may go. */
export const USUAL_REPLICAS = 2;

/** Who opens connections to one database, at the worst moment of a rollout. */
export interface ConnectionDemand {
  /** Pods that the service runs at most. */
  readonly replicas: number;
  /** Pods beyond that during a rollout. */
  readonly surge: number;
  /** Pods that are shutting down and still finish requests. */
  readonly terminating: number;
  /** Connections that one pod opens; absent where nothing bounds them. */
  readonly perPod?: number;
  /** What that comes from, for the account: `2 workers × 4 threads`. */
  readonly perPodFactors?: string;
  /** Connections of Jobs and of init containers that may run at the same time. */
  readonly others: number;
}

/** What the database grants. */
export interface ConnectionSupply {
  /** `max_connections` of the server, or the client limit of the pooler in front of it. */
  readonly limit: number;
  /** Of these, kept for administrators and for other applications. */
  readonly reserved: number;
}

/** Who opens connections when so many replicas are rolled out, `others` beside them. */
export function rolloutDemand(replicas: number, others: number): Omit<ConnectionDemand, 'perPod'> {
  // A rollout of quick pods can finish while every old one still drains, so all of them may be terminating at once.
  return { replicas, surge: Math.ceil((replicas * SURGE_PERCENT) / 100), terminating: replicas, others };
}

/** What the connections of a pool come from: `2 workers × 4 threads`. */
export function poolFactors(workers: number, each: number, threads: number): string {
  return `${workers} ${workers === 1 ? 'worker' : 'workers'} × ${each} ${each === threads && threads > 1 ? 'threads' : 'each'}`;
}

/** Connections that one worker opens in each database, one a thread; `undefined` for a class that opens them without bound. */
export function connectionsOfWorker(workerClass: string, threads: number): number | undefined {
  return workerClass === WorkerClass.GTHREAD ? threads : workerClass === WorkerClass.SYNC ? 1 : undefined;
}

/** Connections that the demand comes to. */
export function connectionsOf({ replicas, surge, terminating, perPod = Infinity, others }: ConnectionDemand): number {
  return (replicas + surge + terminating) * perPod + others;
}

/** Connections that each pod may open so that the whole stays within the supply. */
export function connectionsPerPod(demand: Omit<ConnectionDemand, 'perPod'>, supply: ConnectionSupply): number {
  return Math.max(0, Math.floor((supply.limit - supply.reserved - demand.others) / (demand.replicas + demand.surge + demand.terminating)));
}

/** The arithmetic in a line. */
export function explainConnections(demand: ConnectionDemand, supply?: ConnectionSupply): string {
  const { replicas, surge, terminating, perPod, perPodFactors = perPod, others } = demand;
  const sum =
    perPod === undefined
      ? 'nothing bounds the connections of a worker'
      : `(${replicas} replicas + ${surge} surge + ${terminating} terminating) × ${perPodFactors} + ${others} beside them = ` +
        `${connectionsOf(demand)}`;
  return supply ? `${sum} of ${supply.limit} − ${supply.reserved} reserved` : `${sum}; the limit of the database is not stated`;
}

/** @throws when the demand exceeds the supply, with the arithmetic */
export function checkConnections(demand: ConnectionDemand, supply: ConnectionSupply): void {
  if (connectionsOf(demand) > supply.limit - supply.reserved) {
    throw new Rejection(
      'database connections',
      explainConnections(demand, supply),
      `open at most ${connectionsPerPod(demand, supply)} in each pod: fewer workers, threads or replicas, or a pooler in front ` +
        'of the database',
    );
  }
}
