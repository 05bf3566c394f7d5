import { Controller, type ControllerProps } from './controller';
import type { DaemonSetStrategy } from './update-strategy';
import type { ServingPod } from '../pod/serving-pod';

/** What runs on a node: at most one pod of the newest template, and one of an older one. */
interface Node {
  pods: ServingPod[];
}

/** A DaemonSet and its pods, one a node (`pkg/controller/daemon/update.go`, `rollingUpdate`; `daemon_controller.go`, `manage`). */
export class DaemonSet extends Controller<DaemonSetStrategy> {
  private readonly nodes: readonly Node[];

  public constructor(props: ControllerProps<DaemonSetStrategy>) {
    super(props);
    this.nodes = Array.from({ length: props.strategy.replicas }, () => ({ pods: [] }));
    this.act();
  }

  protected step(): boolean {
    const { maxSurge, onDelete } = this.props.strategy;
    this.nodes.forEach((node) => (node.pods = node.pods.filter(({ gone }) => !gone)));
    const managed = this.nodes.map((node) => this.manage(node, maxSurge > 0)).some(Boolean);
    return managed || (!onDelete && (maxSurge > 0 ? this.surge(maxSurge) : this.replace()));
  }

  /** A pod on each node. Where a surge is allowed, it does not wait until the one before is gone. */
  private manage(node: Node, surges: boolean): boolean {
    const { fresh, old } = this.on(node);
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

  private start(node: Node): void {
    node.pods.push(this.create(this.template));
  }

  private on({ pods }: Node): { readonly fresh?: ServingPod; readonly old?: ServingPod } {
    const alive = pods.filter((pod) => pod.alive);
    return {
      fresh: alive.find(({ template }) => template === this.template),
      old: alive.find(({ template }) => template !== this.template),
    };
  }
}
