import { evict } from './eviction';
import type { Clock } from '../../kubelet/clock';
import type { DisruptionBound } from '../../manifest/disruption-budget';
import type { KeptPod } from './kept-pod';

/** `kubectl drain` asks again after 5 s, and looks each second whether a pod is gone (`drain.go`, `evictPods`, `waitForDelete`). */
const [AGAIN, LOOK] = [5_000, 1_000];

/** What came of a drain. */
export interface Drained {
  /** Pods that were to leave. */
  readonly pods: number;
  /** Those of them that left their node. */
  readonly left: number;
  /** Whether the API refused an eviction for good: the drain ends with an error. */
  readonly refused: boolean;
}

/** The nodes of a workload's pods are drained one after the other: each eviction waits until the disruption budget allows it. */
export class NodeDrain implements Drained {
  public readonly pods: number;
  public left = 0;
  public refused = false;
  private readonly waiting: KeptPod[];

  public constructor(
    private readonly clock: Clock,
    private readonly controller: { readonly pods: readonly KeptPod[] },
    private readonly budgets: readonly DisruptionBound[],
    private readonly replicas: number,
  ) {
    this.waiting = [...controller.pods];
    this.pods = this.waiting.length;
    this.evictNext();
  }

  private evictNext(): void {
    const [pod] = this.waiting;
    const answer = pod?.alive ? evict(pod, this.controller.pods, this.budgets, this.replicas) : 'evicted';
    if (answer === 'refused') {
      this.refused = true;
    } else if (pod && answer === 'evicted') {
      this.await(pod);
    } else if (pod) {
      this.clock.at(this.clock.now + AGAIN, () => this.evictNext());
    }
  }

  /** The node is drained when the pod is gone, and only then comes the next one. */
  private await(pod: KeptPod): void {
    if (pod.gone) {
      this.left += 1;
      this.waiting.shift();
      this.evictNext();
    } else {
      this.clock.at(this.clock.now + LOOK, () => this.await(pod));
    }
  }
}
