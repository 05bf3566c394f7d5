import type { Clock } from '../../kubelet/clock';

/** Pods of a Deployment as its status counts them. */
export interface PodCounts {
  readonly updated: number;
  readonly old: number;
  readonly ready: number;
  readonly available: number;
}

/** It looks again this much after the deadline (`progress.go`, `requeueStuckDeployment`). */
const SLACK = 1_000;

/** Whether a rollout gets on, as the condition Progressing of a Deployment says it (`pkg/controller/deployment/progress.go`). */
export class Progress {
  /** It made no progress for as long as its deadline, at some time. */
  public exceeded = false;
  private state: 'progressing' | 'available' | 'timed out' = 'progressing';
  private counts: PodCounts = { updated: 0, old: 0, ready: 0, available: 0 };
  private since: number;
  private watched = false;

  /**
   * @param deadline milliseconds; `Infinity` for none
   * @param look lets the counts be noted again
   */
  public constructor(
    private readonly clock: Clock,
    private readonly deadline: number,
    private readonly look: () => void,
  ) {
    this.since = clock.now;
  }

  /** A ReplicaSet was made: that is progress. */
  public begin(): void {
    this.advance();
  }

  /** `util/deployment_util.go`, `DeploymentProgressing`, `DeploymentTimedOut`. */
  public note(counts: PodCounts, complete: boolean): void {
    const before = this.counts;
    this.counts = counts;
    if (this.state === 'available' && counts.old === 0) {
      return;
    }
    if (complete) {
      this.state = 'available';
    } else if (
      counts.updated > before.updated ||
      counts.old < before.old ||
      counts.ready > before.ready ||
      counts.available > before.available
    ) {
      this.advance();
    } else if (this.state === 'progressing' && this.clock.now > this.since + this.deadline) {
      this.state = 'timed out';
      this.exceeded = true;
    }
    this.watch();
  }

  private advance(): void {
    this.state = 'progressing';
    this.since = this.clock.now;
    this.watch();
  }

  private watch(): void {
    if (this.state === 'progressing' && !this.watched && this.deadline < Infinity) {
      this.watched = true;
      this.clock.at(Math.max(this.since + this.deadline + SLACK, this.clock.now + SLACK), () => {
        this.watched = false;
        this.look();
      });
    }
  }
}
