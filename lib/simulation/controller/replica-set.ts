import { Controller, type ControllerProps } from './controller';
import type { PodStrategy, ReplicaSetStrategy } from './update-strategy';
import type { ServingPod } from '../pod/serving-pod';

/**
 * Those that a ReplicaSet would delete first, first (`pkg/controller/controller_utils.go`, `ActivePodsWithRanks`): pending ones, those
 * that are not ready, those that became ready, or were made, in a later power of two. Every pod has a node to itself.
 */
export function byDeletion(pods: readonly ServingPod[], now: number): ServingPod[] {
  return [...pods].sort(
    (one, other) =>
      Number(other.pending) - Number(one.pending) ||
      Number(one.ready) - Number(other.ready) ||
      (one.ready ? magnitude(now - one.readySince!) - magnitude(now - other.readySince!) : 0) ||
      other.restarts - one.restarts ||
      magnitude(now - one.createdAt) - magnitude(now - other.createdAt),
  );
}

/** `logarithmicRankDiff`, which counts in nanoseconds. */
function magnitude(milliseconds: number): number {
  return milliseconds > 0 ? Math.floor(Math.log2(milliseconds * 1e6)) : -1;
}

/** Pods that are made again when they are gone, and otherwise left alone. */
export class ReplicaSetController extends Controller<ReplicaSetStrategy> {
  public constructor(props: ControllerProps<ReplicaSetStrategy>) {
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
export class LonePods extends Controller<PodStrategy> {
  public constructor(props: ControllerProps<PodStrategy>) {
    super(props);
    for (let made = 0; made < props.strategy.replicas; made += 1) {
      this.create(this.template);
    }
  }

  protected step(): boolean {
    return false;
  }
}
