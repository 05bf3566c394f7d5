import { Controller, type ControllerProps } from './controller';
import type { KeptPod } from './kept-pod';
import type { StatefulSetStrategy } from './update-strategy';

/**
 * A StatefulSet and its pods (`pkg/controller/statefulset/stateful_set_control.go`, `updateStatefulSet`). A pod is gone before the
 * next one of its ordinal comes, and unless it is parallel, everything waits for the lowest pod that is not available: also a way
 * back from a version that never becomes ready, until somebody deletes the pod.
 */
export class StatefulSet<P extends KeptPod> extends Controller<P, StatefulSetStrategy> {
  /** By ordinal. */
  private readonly replicas: (P | undefined)[];
  /** The template that all pods had at last: those below the partition keep it. */
  private settled: P['template'];

  public constructor(props: ControllerProps<P, StatefulSetStrategy>) {
    super(props);
    this.settled = props.template;
    this.replicas = new Array<P | undefined>(props.strategy.replicas).fill(undefined);
    this.act();
  }

  protected step(): boolean {
    const { parallel, onDelete, partition } = this.props.strategy;
    for (const [ordinal, pod] of this.replicas.entries()) {
      if (!pod || pod.gone) {
        this.replicas[ordinal] = this.create(ordinal < partition ? this.settled : this.template);
      }
      if (!parallel && !this.isAvailable(this.replicas[ordinal]!)) {
        return false;
      }
    }
    return !onDelete && this.replace(partition);
  }

  /** The highest ordinal of another template goes, once all above it are available. */
  private replace(partition: number): boolean {
    for (let ordinal = this.replicas.length - 1; ordinal >= partition; ordinal -= 1) {
      const pod = this.replicas[ordinal]!;
      if (pod.template !== this.template && pod.alive) {
        pod.delete();
        return false;
      }
      if (!this.isAvailable(pod)) {
        return false;
      }
    }
    if (partition === 0) {
      this.settled = this.template;
    }
    return false;
  }
}
