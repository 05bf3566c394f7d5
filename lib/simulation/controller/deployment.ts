import { Controller, type ControllerProps } from './controller';
import type { KeptPod } from './kept-pod';
import { Progress } from './progress';
import { byDeletion } from './replica-set';
import type { DeploymentStrategy } from './update-strategy';

/** The pods of one template, and how many of them there are to be. They belong to it: one that is gone is made again here. */
interface ReplicaSet<T> {
  readonly template: T;
  size: number;
}

/** A Deployment, its ReplicaSets and their pods (`pkg/controller/deployment/rolling.go` and `recreate.go`, `pkg/controller/replicaset`). */
export class Deployment<P extends KeptPod> extends Controller<P, DeploymentStrategy> {
  /** In the order in which they were made. */
  private readonly sets: ReplicaSet<P['template']>[] = [];
  private readonly progress: Progress;

  public constructor(props: ControllerProps<P, DeploymentStrategy>) {
    super(props);
    this.progress = new Progress(props.clock, props.strategy.progressDeadline, () => this.noteProgress());
    // Its pods were there before it was paused.
    this.sets.push({ template: this.template, size: props.strategy.replicas });
    this.act();
  }

  public override get deadlineExceeded(): boolean {
    return this.progress.exceeded;
  }

  protected override act(): void {
    // Also what it sees of a change before it has done anything about it.
    this.noteProgress();
    super.act();
    this.noteProgress();
  }

  protected step(): boolean {
    const { strategy } = this.props;
    this.scale();
    const stepped = !strategy.paused && (strategy.recreate ? this.recreate() : this.roll());
    if (stepped) {
      this.scale();
      this.noteProgress();
    }
    return stepped;
  }

  /** What the ReplicaSet controller does: as many pods in each set as it is to have (`replica_set.go`, `manageReplicas`). */
  private scale(): void {
    for (const set of this.sets) {
      const active = this.activeOf(set);
      for (let missing = set.size - active.length; missing > 0; missing -= 1) {
        this.create(set.template);
      }
      byDeletion(active, this.props.clock.now)
        .slice(0, Math.max(active.length - set.size, 0))
        .forEach((pod) => pod.delete());
    }
  }

  /** `rolloutRolling`: the new set grows, or else the old ones shrink. */
  private roll(): boolean {
    const { replicas, maxSurge, maxUnavailable } = this.props.strategy;
    const current = this.current();
    const total = this.sets.reduce((sum, { size }) => sum + size, 0);
    const grown = current.size + Math.max(Math.min(replicas + maxSurge - total, replicas - current.size), 0);
    if (grown !== current.size) {
      current.size = grown;
      return true;
    }
    const old = this.sets.filter((set) => set !== current && set.size > 0);
    const least = replicas - maxUnavailable;
    // What is new and may yet fail leaves no room for the old ones to go.
    const spare = total - least - (current.size - this.availableOf(current));
    if (old.length === 0 || spare <= 0) {
      return false;
    }
    const cleaned = this.shrink(old, spare, (set) => set.size - this.availableOf(set));
    const available = this.sets.reduce((sum, set) => sum + this.availableOf(set), 0);
    return this.shrink(old, available - least, (set) => set.size) + cleaned > 0;
  }

  /** Takes up to so many from the sets, the oldest first, and no more from each than it is said to have to give. */
  private shrink(sets: readonly ReplicaSet<P['template']>[], most: number, gives: (set: ReplicaSet<P['template']>) => number): number {
    let left = most;
    for (const set of sets) {
      const taken = Math.max(Math.min(left, gives(set)), 0);
      set.size -= taken;
      left -= taken;
    }
    return Math.max(most, 0) - Math.max(left, 0);
  }

  /** `rolloutRecreate`: not before every pod of another template is gone. */
  private recreate(): boolean {
    const old = this.sets.filter(({ template, size }) => template !== this.template && size > 0);
    old.forEach((set) => (set.size = 0));
    if (old.length) {
      return true;
    }
    const current = this.sets.find(({ template }) => template === this.template);
    if (current?.size === this.props.strategy.replicas || this.pods.some(({ template }) => template !== this.template)) {
      return false;
    }
    this.current().size = this.props.strategy.replicas;
    return true;
  }

  private current(): ReplicaSet<P['template']> {
    let current = this.sets.find(({ template }) => template === this.template);
    if (!current) {
      current = { template: this.template, size: 0 };
      this.sets.push(current);
      this.progress.begin();
    }
    return current;
  }

  private activeOf({ template }: ReplicaSet<P['template']>): P[] {
    return this.pods.filter((pod) => pod.alive && pod.template === template);
  }

  private availableOf(set: ReplicaSet<P['template']>): number {
    return this.activeOf(set).filter((pod) => this.isAvailable(pod)).length;
  }

  private noteProgress(): void {
    if (this.props.strategy.paused) {
      return;
    }
    const active = this.pods.filter((pod) => pod.alive);
    const updated = active.filter(({ template }) => template === this.template).length;
    this.progress.note(
      {
        updated,
        old: active.length - updated,
        ready: this.readyPods,
        available: active.filter((pod) => this.isAvailable(pod)).length,
      },
      this.complete,
    );
  }
}
