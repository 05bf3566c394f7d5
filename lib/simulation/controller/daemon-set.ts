import { Controller, type ControllerProps } from './controller';
import type { KeptPod } from './kept-pod';
import type { DaemonSetStrategy } from './update-strategy';

/** What runs on a node: at most one pod of the newest template, and one of an older one. */
interface Node<P> {
  pods: P[];
}

/** After which it looks again, beyond the time for which a pod has to be ready (`daemon_controller.go`, `updatePod`). */
const SLACK = 1_000;

/** A DaemonSet and its pods, one a node (`pkg/controller/daemon/update.go`, `rollingUpdate`; `daemon_controller.go`, `manage`). */
export class DaemonSet<P extends KeptPod> extends Controller<P, DaemonSetStrategy> {
  private readonly nodes: readonly Node<P>[];
  /** When it looks again whether pods have become available. */
  private looksAt = Infinity;

  public constructor(props: ControllerProps<P, DaemonSetStrategy>) {
    super(props);
    this.nodes = Array.from({ length: props.strategy.replicas }, () => ({ pods: [] }));
    this.act();
  }

  protected override act(): void {
    super.act();
    const { clock, strategy } = this.props;
    if (this.nodes.some(({ pods: [first] }) => first?.ready && clock.now - first.readySince! < strategy.minReady)) {
      this.lookAfter(strategy.minReady);
    }
  }

  protected override awaitAvailability(): void {
    this.lookAfter(this.props.strategy.minReady + SLACK);
  }

  protected step(): boolean {
    const { maxSurge, onDelete } = this.props.strategy;
    this.nodes.forEach((node) => (node.pods = node.pods.filter(({ gone }) => !gone)));
    const managed = this.nodes.map((node) => this.manage(node, maxSurge > 0)).some(Boolean);
    return managed || (!onDelete && (maxSurge > 0 ? this.surge(maxSurge) : this.replace()));
  }

  /** A pod on each node. Where a surge is allowed, it does not wait until the one before is gone. */
  private manage(node: Node<P>, surges: boolean): boolean {
    const { fresh, old, excess } = this.on(node);
    if (excess.length) {
      excess.forEach((pod) => pod.delete());
      return true;
    }
    if (surges ? !fresh && !old : node.pods.length === 0) {
      this.start(node);
      return true;
    }
    // Of two, the old one goes as soon as it is not ready itself, or the new one is available.
    if (surges && fresh && old && (!old.ready || this.isAvailable(fresh))) {
      old.delete();
      return true;
    }
    return false;
  }

  /** Old pods that are not available go, and as many of the others as may be missing; the new ones come when they are gone. */
  private replace(): boolean {
    const nodes = this.nodes.map((node) => this.on(node));
    const outdated = nodes.flatMap(({ fresh, old }) => (old && !fresh ? [old] : []));
    const broken = outdated.filter((pod) => !this.isAvailable(pod));
    const missing = nodes.filter(({ fresh, old }) => (fresh ? !this.isAvailable(fresh) : !old)).length + broken.length;
    const spare = Math.max(this.props.strategy.maxUnavailable - missing, 0);
    const going = [...broken, ...outdated.filter((pod) => this.isAvailable(pod)).slice(0, spare)];
    going.forEach((pod) => pod.delete());
    return going.length > 0;
  }

  /** New pods beside old ones: where the old one is not available at once, elsewhere as many as may be surplus. */
  private surge(maxSurge: number): boolean {
    const outdated = this.nodes.filter((node) => this.on(node).old && !this.on(node).fresh);
    const surging = this.nodes.filter((node) => {
      const { fresh, old } = this.on(node);
      return fresh && old && !this.isAvailable(fresh);
    }).length;
    const broken = outdated.filter((node) => !this.isAvailable(this.on(node).old!));
    const sound = outdated.filter((node) => !broken.includes(node)).slice(0, Math.max(maxSurge - surging, 0));
    [...broken, ...sound].forEach((node) => this.start(node));
    return broken.length + sound.length > 0;
  }

  /** One moment for all of its pods: the earliest one that was set (client-go, `delaying_queue.go`). */
  private lookAfter(delay: number): void {
    const { clock } = this.props;
    const at = clock.now + delay;
    if (at < this.looksAt) {
      this.looksAt = at;
      clock.at(at, () => {
        if (this.looksAt === at) {
          this.looksAt = Infinity;
          this.changed();
        }
      });
    }
  }

  private start(node: Node<P>): void {
    node.pods.push(this.create(this.template));
  }

  /** The oldest pod of either kind. What is more than these, after one rollout into another, goes (`podsShouldBeOnNode`). */
  private on({ pods }: Node<P>): { readonly fresh?: P; readonly old?: P; readonly excess: readonly P[] } {
    const alive = pods.filter((pod) => pod.alive);
    const fresh = alive.find(({ template }) => template === this.template);
    const old = alive.find(({ template }) => template !== this.template);
    return { fresh, old, excess: alive.filter((pod) => pod !== fresh && pod !== old) };
  }
}
