import type { PodEventKind } from './pod-event';
import type { ContainerTemplate } from './pod-template';
import { put } from './question';
import { RestartBackOff } from './restart-back-off';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Clock } from '../clock';
import { drawnFrom } from '../prober/chance';
import { ContainerProber } from '../prober/container-prober';
import { gracePeriodAfter } from '../prober/grace-period';
import type { Dependency } from '../../simulation/pool/dependency';
import { Pool, type Leak } from '../../simulation/pool/pool';
import type { Request } from '../../simulation/pool/request';
import type { Random } from '../random';

/** The kubelet leaves a container at least this after SIGTERM, preStop or not (`kuberuntime_manager.go`, `minimumGracePeriodInSeconds`). */
const LEAST_GRACE = 2_000;

/** What a container needs from its pod and its surroundings. */
export interface ContainerSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly dependency: Dependency;
  readonly longestBackOff?: number;
  /** The pod's, in milliseconds. */
  readonly gracePeriod: number;
  /** Whether the pod is to go on. */
  readonly wanted: () => boolean;
  /** Whether it is started again when it has ended. */
  readonly restarts: boolean;
  /** It started, ended, or a probe of it has a new result: the kubelet syncs the pod. */
  readonly onSync: (container: Container) => void;
  readonly onExit: () => void;
  readonly tell: (kind: PodEventKind, probe?: ProbeRole) => void;
}

/** A container that runs for the pod's whole life, with its probes and its restarts. */
export class Container {
  public restarts = 0;
  private readonly prober: ContainerProber;
  private readonly backOff: RestartBackOff;
  private pool: Pool | undefined;
  /** A container that is to end is not condemned once more. */
  private ending = false;
  private awaitsTurn: (() => void) | undefined;
  private leaking: Leak | undefined;

  public constructor(
    public readonly template: ContainerTemplate,
    private readonly around: ContainerSurroundings,
  ) {
    const { clock, random, dependency } = around;
    this.backOff = new RestartBackOff(around.longestBackOff);
    this.prober = new ContainerProber({
      clock,
      chance: drawnFrom(random.stream('prober')),
      probes: template.probes,
      ask: (role, answer) => {
        if (this.pool?.running) {
          put(template.questions[role]!, this.pool, dependency, answer);
        } else {
          answer('failure');
        }
      },
      onAttempt: ({ role, answer }) => {
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
    return this.pool?.running === true;
  }

  public get started(): boolean {
    return this.running && this.prober.started;
  }

  public get ready(): boolean {
    return this.running && this.prober.ready;
  }

  public receive(request: Request): void {
    if (this.pool) {
      this.pool.receive(request);
    } else {
      request.end('refused');
    }
  }

  /** The pod is synced because of something else. */
  public sync(): void {
    this.prober.sync();
  }

  public start(): void {
    const { clock, random, dependency, tell } = this.around;
    this.ending = false;
    this.pool = new Pool({
      clock,
      dependency,
      settings: this.template.settings,
      random: random.stream(`container ${this.restarts}`),
      onExit: () => this.exited(),
      onWorker: (event) => tell(event),
      onOutOfMemory: () => this.runOutOfMemory(),
    });
    if (this.leaking) {
      this.pool.leak(this.leaking);
    }
    tell('container started');
    this.prober.containerStarted();
    this.around.onSync(this);
  }

  /** The kernel ends the whole container (`memory.oom.group`). */
  public runOutOfMemory(): void {
    if (this.pool?.running) {
      this.around.tell('out of memory');
      this.pool.kill();
    }
  }

  /** From now on, also after a restart, requests leave memory behind. */
  public leak(leak: Leak): void {
    this.leaking = leak;
    this.pool?.leak(leak);
  }

  public stall(): void {
    this.pool?.stall();
  }

  public stopMaster(): void {
    this.pool?.stopMaster();
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
    const pool = this.pool!;
    this.ending = true;
    const hook = grace > 0 ? Math.min(this.template.preStop, grace) : 0;
    clock.at(clock.now + hook, () => this.awaitTurn(pool, grace - hook, isTurn));
  }

  /** Something of the pod has ended, so that it may be this one's turn. */
  public proceed(): void {
    this.awaitsTurn?.();
  }

  /** `kuberuntime_termination_order.go`, `waitForTurn`: while there is grace left, which counts off in whole seconds. */
  private awaitTurn(pool: Pool, grace: number, isTurn: () => boolean): void {
    const { clock } = this.around;
    const since = clock.now;
    const go = (): void => {
      this.awaitsTurn = undefined;
      this.terminate(pool, grace - Math.floor((clock.now - since) / 1000) * 1000);
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

  private terminate(pool: Pool, grace: number): void {
    const { clock, tell } = this.around;
    if (!pool.running) {
      return;
    }
    tell('SIGTERM');
    pool.terminate();
    clock.at(clock.now + Math.max(grace, LEAST_GRACE), () => {
      if (pool.running) {
        tell('SIGKILL');
        pool.kill();
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
