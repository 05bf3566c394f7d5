import { Container } from './container';
import { InitContainer } from './init-container';
import type { PodEventKind, PodEvent } from './pod-event';
import type { AwaitedService } from './awaited-service';
import type { ContainerRuntime, PodProcess } from './pod-process';
import type { ContainerTemplate, PodTemplate } from './pod-template';
import { RestartBackOff } from './restart-back-off';
import type { Attempt } from '../prober/probe';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Clock } from '../clock';
import type { Random } from '../random';

/** Where a pod runs. */
export interface PodSurroundings<T extends ContainerTemplate, P extends PodProcess> {
  readonly clock: Clock;
  readonly random: Random;
  readonly runtime: ContainerRuntime<T, P>;
  /** What init containers wait for. */
  readonly service: AwaitedService;
  /** From a change of readiness or a deletion until ingress and nodes act on it. */
  readonly propagation: number;
  /** The longest wait before a restart. */
  readonly longestBackOff?: number;
  /** Readiness, endpoints or existence changed. */
  readonly onChange: () => void;
  readonly onEvent?: (event: PodEvent) => void;
  /** A probe of the container that requests reach was asked. */
  readonly onAttempt?: (attempt: Attempt) => void;
}

/** A pod on a node, with the kubelet that looks after it. */
export class Pod<T extends ContainerTemplate = ContainerTemplate, P extends PodProcess = PodProcess> {
  public readySince: number | undefined;
  /** Whether requests are sent here. */
  public inEndpoints = false;
  private readonly containers: readonly Container<T, P>[];
  /** In the order in which they start. */
  private readonly sidecars: readonly Container<T, P>[];
  /** Containers and sidecars. */
  private readonly lasting: readonly Container<T, P>[];
  private readonly serving: Container<T, P>;
  private state: 'alive' | 'terminating' | 'gone' = 'alive';
  /** Init containers that were started so far. */
  private initialised = 0;
  /** A sidecar that the next init container, or the containers, wait for. */
  private awaited: Container<T, P> | undefined;
  private initContainer: InitContainer | undefined;
  private begun = false;
  /** Milliseconds of the clock. */
  public readonly createdAt: number;

  public constructor(
    public readonly name: string,
    public readonly template: PodTemplate<T>,
    private readonly around: PodSurroundings<T, P>,
  ) {
    this.createdAt = around.clock.now;
    this.containers = template.containers.map((each) => this.containerOf(each));
    this.sidecars = template.initContainers.flatMap((step) => (step.kind === 'sidecar' ? [this.containerOf(step.container)] : []));
    this.lasting = [...this.containers, ...this.sidecars];
    this.serving = this.lasting.find((each) => each.template.name === template.serving)!;
    if (template.publishNotReady) {
      this.propagate();
    }
    // Whoever makes the pod hears of it when it has it.
    around.clock.at(around.clock.now, () => this.initialise());
  }

  public get ready(): boolean {
    return this.readySince !== undefined;
  }

  /** Whether its containers have not been started yet: its phase (`pkg/kubelet/kubelet_pods.go`, `getPhase`). */
  public get pending(): boolean {
    return !this.begun;
  }

  public get alive(): boolean {
    return this.state === 'alive';
  }

  /** Whether its endpoints are `serving` and `terminating`: readiness goes on being asked while the pod ends. */
  public get servesWhileTerminating(): boolean {
    return this.state === 'terminating' && this.lasting.every((each) => each.ready);
  }

  public get gone(): boolean {
    return this.state === 'gone';
  }

  /** Of its containers and sidecars; an init container that is tried again has not served anybody. */
  public get restarts(): number {
    return this.lasting.reduce((sum, { restarts }) => sum + restarts, 0);
  }

  /** Of the container that requests reach: the one that runs, or ran last; nothing before its first start. */
  public get process(): P | undefined {
    return this.serving.process;
  }

  /** The object is deleted: endpoints and kubelet learn of it at the same time, and neither waits for the other. */
  public delete(): void {
    if (this.state !== 'alive') {
      return;
    }
    this.state = 'terminating';
    this.tell('deleted');
    this.lasting.forEach((each) => each.podTerminating());
    this.initContainer?.cancel();
    this.propagate();
    this.around.onChange();
    const { gracePeriod } = this.template;
    this.containers.filter(({ running }) => running).forEach((each) => each.stop(gracePeriod));
    // `kuberuntime_termination_order.go`: a sidecar after all containers and after the sidecars that started later.
    this.sidecars.forEach((each, index) => {
      if (each.running) {
        const before = [...this.containers, ...this.sidecars.slice(index + 1)];
        each.stop(gracePeriod, () => before.every(({ running }) => !running));
      }
    });
    this.vanish();
  }

  private containerOf(template: T): Container<T, P> {
    const { clock, random, runtime, longestBackOff, onAttempt } = this.around;
    const serves = template.name === this.template.serving;
    return new Container(template, {
      clock,
      runtime,
      longestBackOff,
      random: serves ? random : random.stream(template.name),
      gracePeriod: this.template.gracePeriod,
      wanted: () => this.state === 'alive',
      restarts: this.template.restarts,
      onSync: (synced) => {
        this.lasting.forEach((each) => each !== synced && each.sync());
        this.noteReadiness();
        this.noteStarted();
      },
      onExit: () => {
        this.sidecars.forEach((each) => each.proceed());
        this.vanish();
      },
      tell: (kind, probe) => this.tell(kind, probe, serves ? undefined : template.name),
      onAttempt: serves ? onAttempt : undefined,
    });
  }

  /** One step after the other (`kuberuntime_container.go`, `computeInitContainerActions`), then all containers at once. */
  private initialise(): void {
    const { clock, service, longestBackOff } = this.around;
    const { initContainers, restarts } = this.template;
    if (this.state !== 'alive') {
      return;
    }
    if (this.initialised === initContainers.length) {
      if (initContainers.length) {
        this.tell('init done');
      }
      this.begun = true;
      this.containers.forEach((each) => each.start());
      return;
    }
    const step = initContainers[this.initialised++];
    if (step.kind === 'sidecar') {
      this.awaited = this.sidecars.find(({ template }) => template === step.container)!;
      this.awaited.start();
    } else {
      this.initContainer = new InitContainer(step.container, {
        clock,
        service,
        restarts,
        backOff: new RestartBackOff(longestBackOff),
        onDone: () => this.initialise(),
        onFailed: () => this.tell('init container failed', undefined, step.container.name),
      });
    }
  }

  /** A sidecar counts as initialised when it has started, by its startup probe where it has one; whether it is ready is no matter. */
  private noteStarted(): void {
    if (this.awaited?.started) {
      this.awaited = undefined;
      this.initialise();
    }
  }

  /** Once nothing of it runs any more. */
  private vanish(): void {
    if (this.state === 'terminating' && this.lasting.every(({ running }) => !running)) {
      this.state = 'gone';
      this.lasting.forEach((each) => each.podTerminated());
      this.readySince = undefined;
      this.tell('gone');
      this.around.onChange();
    }
  }

  /** `pkg/kubelet/status/generate.go`, `GenerateContainersReadyCondition`: sidecars count. */
  private noteReadiness(): void {
    const ready = this.lasting.every((each) => each.ready);
    if (this.state === 'alive' && ready !== this.ready) {
      this.readySince = ready ? this.around.clock.now : undefined;
      this.tell(ready ? 'ready' : 'not ready');
      this.propagate();
      this.around.onChange();
    }
  }

  /** The endpoints follow later, with what held at this moment. */
  private propagate(): void {
    const { clock, propagation } = this.around;
    const listed = this.state === 'alive' && (this.ready || this.template.publishNotReady);
    clock.at(clock.now + propagation, () => {
      if (this.inEndpoints !== listed) {
        this.inEndpoints = listed;
        this.tell(listed ? 'in endpoints' : 'out of endpoints');
        this.around.onChange();
      }
    });
  }

  private tell(kind: PodEventKind, probe?: ProbeRole, container?: string): void {
    const { clock, onEvent } = this.around;
    onEvent?.({ at: clock.now, pod: this.name, kind, probe, container });
  }
}
