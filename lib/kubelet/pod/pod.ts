import type { PodEventKind, PodEvent } from './pod-event';
import { put, type Question } from './question';
import { RestartBackOff } from './restart-back-off';
import type { ProbeRole } from '../../words/probe';
import type { Clock } from '../clock';
import { drawnFrom } from '../prober/chance';
import { ContainerProber } from '../prober/container-prober';
import { gracePeriodAfter } from '../prober/grace-period';
import type { Probes } from '../prober/probe';
import type { Dependency } from '../process/dependency';
import { Pool } from '../process/pool';
import type { PoolSettings } from '../process/pool-settings';
import type { Request } from '../process/request';
import type { Random } from '../random';

/** The kubelet leaves a container at least this after SIGTERM, preStop or not (`kuberuntime_manager.go`, `minimumGracePeriodInSeconds`). */
const LEAST_GRACE = 2_000;

/** A pod as its template describes it: one container that serves, after some that ran to their end. Times in milliseconds. */
export interface PodTemplate {
  readonly settings: PoolSettings;
  readonly probes: Probes;
  readonly questions: { readonly [role in ProbeRole]?: Question };
  /** How long the init containers run, in their order. */
  readonly initContainers: readonly number[];
  readonly preStop: number;
  readonly gracePeriod: number;
  /** Whether its endpoints count as ready from the first moment (`publishNotReadyAddresses`). */
  readonly publishNotReady: boolean;
}

/** Where a pod runs. */
export interface PodSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly dependency: Dependency;
  /** From a change of readiness or a deletion until ingress and nodes act on it. */
  readonly propagation: number;
  /** The longest wait before a restart. */
  readonly longestBackOff?: number;
  /** Readiness, endpoints or existence changed. */
  readonly onChange: () => void;
  readonly onEvent?: (event: PodEvent) => void;
}

/** A pod on a node, with the kubelet that looks after it. */
export class Pod {
  public restarts = 0;
  public readySince: number | undefined;
  /** Whether requests are sent here. */
  public inEndpoints = false;
  private readonly prober: ContainerProber;
  private readonly backOff: RestartBackOff;
  private pool: Pool | undefined;
  private state: 'alive' | 'terminating' | 'gone' = 'alive';
  /** A container that is to end is not condemned once more. */
  private ending = false;

  public constructor(public readonly name: string, public readonly template: PodTemplate, private readonly around: PodSurroundings) {
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
          this.tell('probe failed', role);
        }
      },
      onResult: (role, result) => {
        this.prober.sync();
        this.noteReadiness();
        if (role !== 'readiness' && result === 'failure' && this.prober.result(role) === 'failure') {
          this.condemn(role);
        }
      },
    });
    const initialised = template.initContainers.reduce((sum, time) => sum + time, clock.now);
    clock.at(initialised, () => {
      if (template.initContainers.length) {
        this.tell('init done');
      }
      this.startContainer();
    });
  }

  public get ready(): boolean {
    return this.readySince !== undefined;
  }

  public get alive(): boolean {
    return this.state === 'alive';
  }

  public get gone(): boolean {
    return this.state === 'gone';
  }

  public receive(request: Request): void {
    if (this.pool) {
      this.pool.receive(request);
    } else {
      request.end('refused');
    }
  }

  /** The object is deleted: endpoints and kubelet learn of it at the same time, and neither waits for the other. */
  public delete(): void {
    if (this.state !== 'alive') {
      return;
    }
    this.state = 'terminating';
    this.tell('deleted');
    this.prober.podTerminating();
    this.propagate();
    this.around.onChange();
    if (this.pool?.running) {
      this.stop(this.template.gracePeriod);
    } else {
      this.vanish();
    }
  }

  /** The kernel ends the whole container (`memory.oom.group`). */
  public runOutOfMemory(): void {
    if (this.pool?.running) {
      this.tell('out of memory');
      this.pool.kill();
    }
  }

  public stall(): void {
    this.pool?.stall();
  }

  public stopMaster(): void {
    this.pool?.stopMaster();
  }

  private startContainer(): void {
    if (this.state !== 'alive') {
      return;
    }
    const { clock, random, dependency } = this.around;
    const { settings } = this.template;
    this.ending = false;
    this.pool = new Pool({
      clock, settings, dependency,
      random: random.stream(`container ${this.restarts}`),
      onExit: () => this.containerExited(),
      onWorker: (event) => this.tell(event),
    });
    this.tell('container started');
    this.prober.containerStarted();
    if (this.template.publishNotReady) {
      this.propagate();
    }
    this.noteReadiness();
  }

  private condemn(role: 'startup' | 'liveness'): void {
    if (this.state === 'alive' && !this.ending && this.pool?.running) {
      this.tell('condemned', role);
      this.stop(gracePeriodAfter(role, this.template.probes, this.template.gracePeriod / 1000) * 1000);
    }
  }

  /** `kuberuntime_container.go`, `killContainer`: the hook, SIGTERM, and SIGKILL when the time is over. */
  private stop(grace: number): void {
    const { clock } = this.around;
    const pool = this.pool!;
    this.ending = true;
    const hook = grace > 0 ? Math.min(this.template.preStop, grace) : 0;
    clock.at(clock.now + hook, () => {
      if (pool.running) {
        this.tell('SIGTERM');
        pool.terminate();
      }
    });
    clock.at(clock.now + hook + Math.max(grace - hook, LEAST_GRACE), () => {
      if (pool.running) {
        this.tell('SIGKILL');
        pool.kill();
      }
    });
  }

  private containerExited(): void {
    const { clock } = this.around;
    this.tell('container exited');
    if (this.state === 'terminating') {
      this.vanish();
      return;
    }
    this.prober.containerExited();
    this.noteReadiness(false);
    clock.at(this.backOff.next(clock.now), () => {
      if (this.state === 'alive') {
        this.restarts += 1;
        this.startContainer();
      }
    });
  }

  private vanish(): void {
    this.state = 'gone';
    this.prober.podTerminated();
    this.readySince = undefined;
    this.tell('gone');
    this.around.onChange();
  }

  private noteReadiness(ready = this.prober.ready && this.pool?.running === true): void {
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

  private tell(kind: PodEventKind, probe?: ProbeRole): void {
    this.around.onEvent?.({ at: this.around.clock.now, pod: this.name, kind, probe });
  }
}
