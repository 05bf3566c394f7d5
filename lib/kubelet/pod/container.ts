import type { PodEventKind } from './pod-event';
import type { ContainerRuntime, PodProcess } from './pod-process';
import type { ContainerTemplate } from './pod-template';
import type { Attempt } from '../prober/probe';
import { RestartBackOff } from './restart-back-off';
import { LEAST_GRACE } from '../../conventions/least-grace';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Clock } from '../clock';
import { drawnFrom } from '../prober/chance';
import { ContainerProber } from '../prober/container-prober';
import { gracePeriodAfter } from '../prober/grace-period';
import type { Random } from '../random';

/** What a container needs from its pod and its surroundings. */
export interface ContainerSurroundings<T extends ContainerTemplate, P extends PodProcess> {
  readonly clock: Clock;
  readonly random: Random;
  readonly runtime: ContainerRuntime<T, P>;
  readonly longestBackOff?: number;
  /** The pod's, in milliseconds. */
  readonly gracePeriod: number;
  /** Whether the pod is to go on. */
  readonly wanted: () => boolean;
  /** Whether it is started again when it has ended. */
  readonly restarts: boolean;
  /** It started, ended, or a probe of it has a new result: the kubelet syncs the pod. */
  readonly onSync: (container: Container<T, P>) => void;
  readonly onExit: () => void;
  readonly tell: (kind: PodEventKind, probe?: ProbeRole) => void;
  readonly onAttempt?: (attempt: Attempt) => void;
}

/** A container that runs for the pod's whole life, with its probes and its restarts. */
export class Container<T extends ContainerTemplate = ContainerTemplate, P extends PodProcess = PodProcess> {
  public restarts = 0;
  private readonly prober: ContainerProber;
  private readonly backOff: RestartBackOff;
  /** The one that runs, or ran last; nothing before the first start. */
  public process: P | undefined;
  /** A container that is to end is not condemned once more. */
  private ending = false;
  private awaitsTurn: (() => void) | undefined;

  public constructor(
    public readonly template: T,
    private readonly around: ContainerSurroundings<T, P>,
  ) {
    const { clock, random } = around;
    this.backOff = new RestartBackOff(around.longestBackOff);
    this.prober = new ContainerProber({
      clock,
      chance: drawnFrom(random.stream('prober')),
      probes: template.probes,
      ask: (role, answer) => {
        if (this.process?.running) {
          this.process.ask(role, answer);
        } else {
          answer('failure');
        }
      },
      onAttempt: (attempt) => {
        const { role, answer } = attempt;
        around.onAttempt?.(attempt);
        if (answer === 'failure' || answer === 'timeout') {
          around.tell('probe failed', role);
        }
      },
      onResult: (role, result) => {
        this.prober.sync();
        around.onSync(this);
        if (role !== 'readiness' && result === 'failure' && this.prober.result(role) === 'failure') {
          this.condemn(role);
        }
      },
    });
  }

  public get running(): boolean {
    return this.process?.running === true;
  }

  public get started(): boolean {
    return this.running && this.prober.started;
  }

  public get ready(): boolean {
    return this.running && this.prober.ready;
  }

  /** The pod is synced because of something else. */
  public sync(): void {
    this.prober.sync();
  }

  public start(): void {
    const { clock, random, runtime, tell } = this.around;
    this.ending = false;
    this.process = runtime.start(this.template, {
      clock,
      tell,
      random: random.stream(`container ${this.restarts}`),
      onExit: () => this.exited(),
    });
    tell('container started');
    this.prober.containerStarted();
    this.around.onSync(this);
  }

  /** The pod is to end: liveness and startup stop. */
  public podTerminating(): void {
    this.prober.podTerminating();
  }

  public podTerminated(): void {
    this.prober.podTerminated();
  }

  /**
   * `kuberuntime_container.go`, `killContainer`: the hook, then its turn, SIGTERM, and SIGKILL when the time is over.
   *
   * @param isTurn whether everything that has to end before it has ended; asked again at `proceed()`
   */
  public stop(grace: number, isTurn: () => boolean = () => true): void {
    const { clock } = this.around;
    const process = this.process!;
    this.ending = true;
    const hook = grace > 0 ? Math.min(this.template.preStop, grace) : 0;
    clock.at(clock.now + hook, () => this.awaitTurn(process, grace - hook, isTurn));
  }

  /** Something of the pod has ended, so that it may be this one's turn. */
  public proceed(): void {
    this.awaitsTurn?.();
  }

  /** `kuberuntime_termination_order.go`, `waitForTurn`: while there is grace left, which counts off in whole seconds. */
  private awaitTurn(process: P, grace: number, isTurn: () => boolean): void {
    const { clock } = this.around;
    const since = clock.now;
    const go = (): void => {
      this.awaitsTurn = undefined;
      this.terminate(process, grace - Math.floor((clock.now - since) / 1000) * 1000);
    };
    if (grace <= 0 || isTurn()) {
      go();
      return;
    }
    const expiry = clock.at(since + grace, go);
    this.awaitsTurn = () => {
      if (isTurn()) {
        expiry.cancel();
        go();
      }
    };
  }

  private terminate(process: P, grace: number): void {
    const { clock, tell } = this.around;
    if (!process.running) {
      return;
    }
    tell('SIGTERM');
    process.terminate();
    clock.at(clock.now + Math.max(grace, LEAST_GRACE * 1000), () => {
      if (process.running) {
        tell('SIGKILL');
        process.kill();
      }
    });
  }

  private condemn(role: 'startup' | 'liveness'): void {
    const { wanted, gracePeriod, tell } = this.around;
    if (wanted() && !this.ending && this.running) {
      tell('condemned', role);
      this.stop(gracePeriodAfter(role, this.template.probes, gracePeriod / 1000) * 1000);
    }
  }

  private exited(): void {
    const { clock, wanted, restarts, onExit, onSync, tell } = this.around;
    tell('container exited');
    if (!wanted()) {
      onExit();
      return;
    }
    this.prober.containerExited(restarts);
    onSync(this);
    if (restarts) {
      clock.at(this.backOff.next(clock.now), () => {
        if (wanted()) {
          this.restarts += 1;
          this.start();
        }
      });
    }
  }
}
