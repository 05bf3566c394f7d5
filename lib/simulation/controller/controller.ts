import type { KeptPod, PodMaker } from './kept-pod';
import type { UpdateStrategy } from './update-strategy';
import type { Clock } from '../../kubelet/clock';

/** What a controller needs to keep its pods. */
export interface ControllerProps<P extends KeptPod, S extends UpdateStrategy = UpdateStrategy> {
  readonly clock: Clock;
  readonly strategy: S;
  readonly template: P['template'];
  readonly makePod: PodMaker<P>;
  /** Something about its pods changed. */
  readonly onChange: () => void;
}

/**
 * What keeps the pods of a workload. It acts once what is due at a moment has happened, on what it then sees: the delay of a real
 * controller, some milliseconds, is not modelled.
 */
export abstract class Controller<P extends KeptPod = KeptPod, S extends UpdateStrategy = UpdateStrategy> {
  protected template: P['template'];
  private list: P[] = [];
  private endpoints: P[] = [];
  private made = 0;
  private restartsOfGone = 0;
  private acts = false;

  public constructor(protected readonly props: ControllerProps<P, S>) {
    this.template = props.template;
  }

  /** Those that end among them, and none that is gone. */
  public get pods(): readonly P[] {
    return this.list;
  }

  /** Pods that requests are sent to. */
  public get backends(): readonly P[] {
    return this.endpoints;
  }

  /** Pods that end and still serve: kube-proxy sends requests to them when there are no others. */
  public get terminatingBackends(): readonly P[] {
    return this.list.filter((pod) => pod.servesWhileTerminating);
  }

  public get readyPods(): number {
    return this.list.reduce((sum, pod) => sum + Number(pod.ready && pod.alive), 0);
  }

  public get restarts(): number {
    return this.list.reduce((sum, pod) => sum + pod.restarts, this.restartsOfGone);
  }

  /** Whether every pod is of the newest template and available, and there are as many as there should be. */
  public get complete(): boolean {
    const alive = this.list.filter((pod) => pod.alive);
    return alive.length === this.props.strategy.replicas && alive.every((pod) => pod.template === this.template && this.isAvailable(pod));
  }

  /** Whether a rollout was reported as failed because it made no progress for too long. */
  public get deadlineExceeded(): boolean {
    return false;
  }

  /** The workload gets another pod template, or one that it had before. */
  public rollOut(template: P['template']): void {
    this.template = template;
    this.act();
  }

  /** One step of its work, on what is now. Whether there was something to do. */
  protected abstract step(): boolean;

  /** Everything that is to be done now. */
  protected act(): void {
    this.restartsOfGone += this.list.reduce((sum, pod) => sum + (pod.gone ? pod.restarts : 0), 0);
    this.list = this.list.filter((pod) => !pod.gone);
    this.endpoints = this.list.filter((pod) => pod.inEndpoints);
    while (this.step());
  }

  protected isAvailable(pod: P): boolean {
    const { clock, strategy } = this.props;
    return pod.alive && pod.readySince !== undefined && clock.now - pod.readySince >= strategy.minReady;
  }

  /** A pod became ready just now, and does not count as available yet. */
  protected awaitAvailability(): void {
    const { clock, strategy } = this.props;
    clock.at(clock.now + strategy.minReady, this.changed);
  }

  protected create(template: P['template']): P {
    const { clock, strategy, makePod } = this.props;
    const pod: P = makePod(`pod-${++this.made}`, template, () => {
      if (strategy.minReady > 0 && pod.alive && pod.readySince === clock.now) {
        this.awaitAvailability();
      }
      this.changed();
    });
    this.list.push(pod);
    return pod;
  }

  protected readonly changed = (): void => {
    const { clock, onChange } = this.props;
    this.endpoints = this.list.filter((pod) => pod.inEndpoints);
    if (!this.acts) {
      this.acts = true;
      clock.at(clock.now, () => {
        this.acts = false;
        this.act();
      });
    }
    onChange();
  };
}
