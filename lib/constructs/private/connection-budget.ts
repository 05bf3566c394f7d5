import {
  checkConnections,
  connectionsOfWorker,
  connectionsPerPod,
  explainConnections,
  poolFactors,
  rolloutDemand,
} from '../../workers/database-connections';
import type { ConnectionDemand } from '../../workers/database-connections';
import type { WorkerPlan } from '../../workers/worker-plan';
import type { Dependency } from '../dependency';
import { Replicas } from '../replicas';
import { CONNECTIONS_PER_WORKER, DATABASE_CONNECTIONS } from '../../conventions/annotations';

/** The connections of one service's pods against what its database grants, at the worst moment of a rollout. */
export class ConnectionBudget {
  private readonly demand: Omit<ConnectionDemand, 'perPod'>;

  /**
   * @param others connections that other objects of the service open, beside those that the database was said to have
   */
  public constructor(
    private readonly database: Dependency,
    private readonly replicas: Replicas,
    private readonly others: number = 0,
  ) {
    this.demand = rolloutDemand(replicas.most, (database.otherConnections + others) * database.databases);
  }

  /** The budget with more connections opened by others. */
  public plus(others: number): ConnectionBudget {
    return new ConnectionBudget(this.database, this.replicas, this.others + others);
  }

  /** Connections that one pod may open in each database; absent where the limit is not stated. */
  public get perPod(): number | undefined {
    return this.supply && Math.floor(connectionsPerPod(this.demand, this.supply) / this.database.databases);
  }

  /**
   * @throws when there are not enough
   */
  public check(plan: WorkerPlan): void {
    if (this.supply) {
      checkConnections(this.full(plan), this.supply);
    }
  }

  /** Annotations of the pods by which a later change of replicas or workers is judged; none where the limit is not stated. */
  public promises({ connections, workers, workerClass, threads }: WorkerPlan): Record<string, string> {
    if (!this.supply) {
      return {};
    }
    const { databases } = this.database;
    const each = connections && connections / workers;
    return {
      [DATABASE_CONNECTIONS]: String(Math.floor((this.supply.limit - this.supply.reserved - this.demand.others) / databases)),
      ...(each !== undefined && each !== connectionsOfWorker(workerClass, threads) && { [CONNECTIONS_PER_WORKER]: String(each) }),
    };
  }

  /** The arithmetic in a line. */
  public explain(plan: WorkerPlan): string {
    return explainConnections(this.full(plan), this.supply);
  }

  private get supply() {
    const { connectionLimit, reserved } = this.database;
    return connectionLimit === undefined ? undefined : { limit: connectionLimit, reserved };
  }

  private full({ connections, workers, threads }: WorkerPlan): ConnectionDemand {
    const { databases } = this.database;
    if (connections === undefined) {
      return this.demand;
    }
    const perPodFactors = `${poolFactors(workers, connections / workers, threads)}${databases > 1 ? ` × ${databases} databases` : ''}`;
    return { ...this.demand, perPod: connections * databases, perPodFactors };
  }
}
