import type { PoolPodTemplate } from '../pod/pool-pod-template';
import { ServingPod, type ServingPodSurroundings } from '../pod/serving-pod';
import type { Random } from '../../kubelet/random';

/** How a Deployment replaces its pods, resolved to counts. Times in milliseconds. */
export interface RolloutSettings {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly minReady: number;
  /** All old pods go before the first new one comes (`strategy: Recreate`). */
  readonly recreate: boolean;
  readonly progressDeadline: number;
}

export interface DeploymentProps extends Omit<ServingPodSurroundings, 'random'> {
  readonly random: Random;
  readonly settings: RolloutSettings;
  readonly template: PoolPodTemplate;
}

/** A Deployment and its pods: old and new ones while it rolls out (`pkg/controller/deployment/rolling.go`). */
export class Deployment {
  /** A new revision did not get on in time. */
  public deadlineExceeded = false;
  private list: ServingPod[] = [];
  private endpoints: ServingPod[] = [];
  private template: PoolPodTemplate;
  private made = 0;
  private restartsOfGone = 0;
  private reconciling = false;
  private lastProgress = 0;
  private newReady = 0;

  public constructor(private readonly props: DeploymentProps) {
    this.template = props.template;
    this.reconcile();
  }

  public get pods(): readonly ServingPod[] {
    return this.list;
  }

  /** Pods that requests are sent to. */
  public get backends(): readonly ServingPod[] {
    return this.endpoints;
  }

  /** Pods that end and still serve: kube-proxy sends requests to them when there are no others. */
  public get terminatingBackends(): readonly ServingPod[] {
    return this.list.filter((pod) => pod.servesWhileTerminating);
  }

  public get readyPods(): number {
    return this.list.reduce((sum, pod) => sum + Number(pod.ready && pod.alive), 0);
  }

  public get restarts(): number {
    return this.list.reduce((sum, pod) => sum + pod.restarts, this.restartsOfGone);
  }

  /** Whether every pod is of the newest template and available, and no other is left. */
  public get complete(): boolean {
    const { replicas } = this.props.settings;
    return this.list.length === replicas && this.list.every((pod) => pod.template === this.template && this.isAvailable(pod));
  }

  public rollOut(template: PoolPodTemplate): void {
    const { clock, settings } = this.props;
    this.template = template;
    this.newReady = 0;
    this.lastProgress = clock.now;
    if (settings.progressDeadline < Infinity) {
      this.watchProgress();
    }
    this.reconcile();
  }

  private watchProgress(): void {
    const { clock, settings } = this.props;
    clock.at(this.lastProgress + settings.progressDeadline, () => {
      if (clock.now - this.lastProgress >= settings.progressDeadline) {
        this.deadlineExceeded ||= !this.complete;
      } else {
        this.watchProgress();
      }
    });
  }

  /** Something changed: the controllers act once what is due now has happened. */
  private readonly changed = (): void => {
    this.endpoints = this.list.filter((pod) => pod.inEndpoints);
    if (!this.reconciling) {
      this.reconciling = true;
      this.props.clock.at(this.props.clock.now, () => {
        this.reconciling = false;
        this.reconcile();
      });
    }
    this.props.onChange();
  };

  private reconcile(): void {
    const {
      settings: { replicas, maxSurge, maxUnavailable, recreate },
    } = this.props;
    this.restartsOfGone += this.list.reduce((sum, pod) => sum + (pod.gone ? pod.restarts : 0), 0);
    this.list = this.list.filter((pod) => !pod.gone);
    this.endpoints = this.list.filter((pod) => pod.inEndpoints);
    const alive = this.list.filter((pod) => pod.alive);
    const current = alive.filter((pod) => pod.template === this.template);
    const old = alive.filter((pod) => pod.template !== this.template);
    const ready = current.filter((pod) => this.isAvailable(pod)).length;
    if (ready > this.newReady) {
      this.newReady = ready;
      this.lastProgress = this.props.clock.now;
    }
    if (recreate && old.length + this.list.length - alive.length > 0) {
      // Old pods are gone before new ones come, but a pod that is merely replaced is not waited for.
      old.forEach((pod) => pod.delete());
      if (old.length || this.list.some((pod) => pod.template !== this.template)) {
        return;
      }
    }
    const room = (old.length ? replicas + maxSurge : replicas) - alive.length;
    for (let missing = Math.min(room, replicas - current.length); missing > 0; missing -= 1) {
      this.list.push(this.create());
    }
    this.removeOld(old, alive, replicas - maxUnavailable);
  }

  /**
   * Those that are not available first, but no more than a new pod that may yet fail leaves room for
   * (`rolling.go`, `reconcileOldReplicaSets`); then as many of the available as may be missing.
   */
  private removeOld(old: readonly ServingPod[], alive: readonly ServingPod[], least: number): void {
    const newUnavailable = alive.filter((pod) => pod.template === this.template && !this.isAvailable(pod)).length;
    let spare = alive.length - least - newUnavailable;
    let spareAvailable = alive.filter((pod) => this.isAvailable(pod)).length - least;
    for (const pod of [...old].sort((one, other) => Number(this.isAvailable(one)) - Number(this.isAvailable(other)))) {
      const available = this.isAvailable(pod);
      if (spare > 0 && (!available || spareAvailable > 0)) {
        spare -= 1;
        spareAvailable -= Number(available);
        pod.delete();
      }
    }
  }

  private isAvailable(pod: ServingPod): boolean {
    const { clock, settings } = this.props;
    return pod.alive && pod.readySince !== undefined && clock.now - pod.readySince >= settings.minReady;
  }

  private create(): ServingPod {
    const { clock, random, dependency, propagation, longestBackOff, onEvent, settings } = this.props;
    const name = `pod-${++this.made}`;
    const pod: ServingPod = new ServingPod(name, this.template, {
      clock,
      dependency,
      propagation,
      longestBackOff,
      onEvent,
      random: random.stream(name),
      onChange: () => {
        if (settings.minReady > 0 && pod.ready) {
          clock.at(clock.now + settings.minReady, this.changed);
        }
        this.changed();
      },
    });
    return pod;
  }
}
