import type { Chance } from './chance';
import type { Answer, Attempt, Probes, Result } from './probe';
import type { ContainerStatus } from './status';
import { ProbeWorker } from './worker';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Clock } from '../clock';

export interface ContainerProberProps {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly probes: Probes;
  /**
   * When the kubelet itself started, on the clock.
   *
   * @default - long ago
   */
  readonly kubeletStarted?: number;
  /** Asks the container. The world answers through the callback, once and when it likes; the prober gives up after the timeout. */
  readonly ask: (role: ProbeRole, answer: (answer: Answer) => void) => void;
  /**
   * A probe's result changed for the container that runs under this name for the nth time. The kubelet then syncs the
   * whole pod: call `sync()` of each of its containers, and restart one whose liveness or startup says `failure` while it runs.
   */
  readonly onResult: (role: ProbeRole, result: Result, container: number) => void;
  /** Every attempt, once it is over. */
  readonly onAttempt?: (attempt: Attempt) => void;
}

/**
 * The probes of one container of a pod, from when the pod is added to the kubelet until it is gone
 * (`pkg/kubelet/prober/prober_manager.go`): its construction is `AddPod`.
 *
 * The kubelet is whoever holds this: it says what the runtime did, and when the pod is synced. Nothing here happens
 * inside a call of `onResult` or of an answer's callback but by way of the clock, so both may call back freely.
 */
export class ContainerProber {
  private readonly workers = new Map<ProbeRole, ProbeWorker>();
  /** As the runtime has it. */
  private actual: Pick<ContainerStatus, 'container' | 'startedAt' | 'restarts'> | undefined;
  /** As the status manager has it. */
  private published: ContainerStatus | undefined;

  public constructor(private readonly props: ContainerProberProps) {
    const surroundings = {
      clock: props.clock,
      chance: props.chance,
      kubeletStarted: props.kubeletStarted ?? -Infinity,
      status: () => this.published,
      ask: props.ask,
      onAttempt: (attempt: Attempt) => props.onAttempt?.(attempt),
      // The kubelet's loop hears of it on a channel: after the worker, and after whatever else is due.
      onResult: (role: ProbeRole, result: Result, container: number) => {
        props.clock.at(props.clock.now, () => this.hear(role, result, container));
      },
    };
    for (const role of ['startup', 'readiness', 'liveness'] as const) {
      const probe = props.probes[role];
      if (probe) {
        this.workers.set(role, new ProbeWorker(role, probe, surroundings));
      }
    }
  }

  /** Whether the container has started, as last published. */
  public get started(): boolean {
    return this.published?.started ?? false;
  }

  /** Whether the container is ready, as last published. */
  public get ready(): boolean {
    return this.published?.ready ?? false;
  }

  /** What a probe knows of the present container; nothing when there is no such probe, or it has not looked yet. */
  public result(role: ProbeRole): Result | undefined {
    return this.actual && this.worker(role)?.resultOf(this.actual.container);
  }

  /** A new container runs, since `at`, and the kubelet syncs the pod. */
  public containerStarted(at: number = this.props.clock.now): void {
    // The status manager keeps whole seconds (`status_manager.go`, `normalizeStatus`).
    this.actual = { container: (this.actual?.container ?? 0) + 1, startedAt: Math.floor(at / 1000) * 1000, restarts: true };
    this.sync();
  }

  /** The container has ended, and the kubelet syncs the pod. */
  public containerExited(restarts = true): void {
    if (this.actual) {
      this.actual = { container: this.actual.container, restarts };
      this.sync();
    }
  }

  /**
   * The kubelet syncs the pod: it does so when a container of it starts or ends, when a result changes, and every minute or so
   * (`kubelet.go`, `SyncPod`). Readiness of a container that has started and is not ready is asked at once.
   */
  public sync(): void {
    if (this.actual) {
      // In this order: what is triggered still sees the status from before (`generateAPIPodStatus`, then `SetPodStatus`).
      const status = this.updatedStatus(this.actual);
      this.published = status;
    }
  }

  /** The pod is to end: liveness and startup stop, readiness goes on (`kubelet.go`, `SyncTerminatingPod`). */
  public podTerminating(): void {
    this.worker('startup')?.stop();
    this.worker('liveness')?.stop();
  }

  /** The pod's containers have ended for good: every worker stops (`RemovePod`). */
  public podTerminated(): void {
    for (const worker of this.workers.values()) {
      worker.stop();
    }
  }

  /** `UpdatePodStatus`. */
  private updatedStatus(actual: Pick<ContainerStatus, 'container' | 'startedAt' | 'restarts'>): ContainerStatus {
    const started = this.hasStarted(actual);
    const ready = started && this.isReady(actual.container);
    return { ...actual, started, ready };
  }

  /** `isContainerStarted`. */
  private hasStarted({ container, startedAt }: Pick<ContainerStatus, 'container' | 'startedAt'>): boolean {
    if (startedAt === undefined) {
      return false;
    }
    const startup = this.worker('startup');
    const result = startup?.resultOf(container);
    if (result) {
      return result === 'success';
    }
    // The flag is that of the last published status even when that was another container's, which a sync has not seen end
    // (`kubelet_pods.go`, `convertToAPIContainerStatuses`, since 1.35).
    return this.started || !startup;
  }

  private isReady(container: number): boolean {
    const readiness = this.worker('readiness');
    if (!readiness || readiness.resultOf(container) === 'success') {
      return true;
    }
    readiness.trigger();
    return false;
  }

  /** The kubelet's loop: results go to the published status at once (`kubelet.go`, `syncLoopIteration`), then the pod is synced. */
  private hear(role: ProbeRole, result: Result, container: number): void {
    const { published } = this;
    if (published?.container === container && role !== 'liveness') {
      this.published = { ...published, [role === 'startup' ? 'started' : 'ready']: result === 'success' };
    }
    this.props.onResult(role, result, container);
  }

  private worker(role: ProbeRole): ProbeWorker | undefined {
    const worker = this.workers.get(role);
    return worker?.ended ? undefined : worker;
  }
}
