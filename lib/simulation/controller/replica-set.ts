import { Controller, type ControllerProps } from './controller';
import type { KeptPod } from './kept-pod';
import type { PodStrategy, ReplicaSetStrategy } from './update-strategy';

/**
 * Those that a ReplicaSet would delete first, first (`pkg/controller/controller_utils.go`, `ActivePodsWithRanks`): pending ones, those
 * that are not ready, those that became ready, or were made, in a later power of two. Between equals their UID decides, which is chance:
 * here it is the one that was made first. Every pod has a node to itself.
 */
export function byDeletion<P extends KeptPod>(pods: readonly P[], now: number): P[] {
  return [...pods].sort(
    (one, other) =>
      Number(other.pending) - Number(one.pending) ||
      Number(one.ready) - Number(other.ready) ||
      (one.ready && one.readySince !== other.readySince
        ? magnitude(now - one.readySince!) - magnitude(now - other.readySince!)
        : other.restarts - one.restarts || magnitude(now - one.createdAt) - magnitude(now - other.createdAt)),
  );
}

/** `logarithmicRankDiff`, which counts in nanoseconds. */
function magnitude(milliseconds: number): number {
  return milliseconds > 0 ? Math.floor(Math.log2(milliseconds * 1e6)) : -1;
}

/** Pods that are made again when they are gone, and otherwise left alone. */
export class ReplicaSetController<P extends KeptPod> extends Controller<P, ReplicaSetStrategy> {
  public constructor(props: ControllerProps<P, ReplicaSetStrategy>) {
    super(props);
    this.act();
  }

  protected step(): boolean {
    for (let alive = this.pods.filter((pod) => pod.alive).length; alive < this.props.strategy.replicas; alive += 1) {
      this.create(this.template);
    }
    return false;
  }
}

/** Pods that nobody makes again. */
export class LonePods<P extends KeptPod> extends Controller<P, PodStrategy> {
  public constructor(props: ControllerProps<P, PodStrategy>) {
    super(props);
    for (let made = 0; made < props.strategy.replicas; made += 1) {
      this.create(this.template);
    }
  }

  protected step(): boolean {
    return false;
  }
}
