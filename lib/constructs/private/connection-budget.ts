import { checkConnections, connectionsPerPod, explainConnections } from '../../workers/database-connections';
import type { ConnectionDemand } from '../../workers/database-connections';
import type { Dependency } from '../dependency';
import { Replicas } from '../replicas';

/** Share of the replicas that a rollout starts beside the old ones; what the Deployment's strategy says. */
export const SURGE_PERCENT = 25;

/** The connections of one service's pods against what its database grants, at the worst moment of a rollout. */
export class ConnectionBudget {
  private readonly demand: Omit<ConnectionDemand, 'perPod'>;

  public constructor(private readonly database: Dependency, private readonly replicas: Replicas, private readonly others: number) {
    const surge = Math.ceil((replicas.most * SURGE_PERCENT) / 100);
    // A rollout of quick pods can finish while every old one still drains, so all of them may be terminating at once.
    this.demand = { replicas: replicas.most, surge, terminating: replicas.most, others: others * database.databases };
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
   * @param perPod connections that one pod opens in each database
   * @throws when there are not enough
   */
  public check(perPod: number | undefined): void {
    if (this.supply) {
      checkConnections(this.full(perPod), this.supply);
    }
  }

  /** The arithmetic in a line. */
  public explain(perPod: number | undefined): string {
    return explainConnections(this.full(perPod), this.supply);
  }

  private get supply() {
    const { connectionLimit, reserved } = this.database;
    return connectionLimit === undefined ? undefined : { limit: connectionLimit, reserved };
  }

  private full(perPod: number | undefined): ConnectionDemand {
    return { ...this.demand, perPod: perPod && perPod * this.database.databases };
  }
}
