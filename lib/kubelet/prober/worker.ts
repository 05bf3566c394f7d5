import type { Chance, Wake } from './chance';
import type { Answer, Attempt, Probe, Result } from './probe';
import type { ContainerStatus } from './status';
import { Ticker } from './ticker';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Appointment, Clock } from '../clock';

/** `pkg/kubelet/prober/prober.go`, `maxProbeRetries`. */
const TRIES = 3;
/** A container older than the kubelet by this much was there before it (`prober_manager.go`, `kubeletRestartGracePeriod`). */
const KUBELET_RESTART_GRACE = 10_000;
/** What a worker believes of a new container (`worker.go`, `newWorker`). */
const INITIAL: { readonly [role in ProbeRole]: Result } = { startup: 'unknown', readiness: 'failure', liveness: 'success' };

/** What a worker needs from around it. */
export interface WorkerSurroundings {
  readonly clock: Clock;
  readonly chance: Chance;
  /** When the kubelet itself started, on the clock. */
  readonly kubeletStarted: number;
  /** The container as last published; nothing before it was. */
  readonly status: () => ContainerStatus | undefined;
  readonly ask: (role: ProbeRole, answer: (answer: Answer) => void) => void;
  readonly onAttempt: (attempt: Attempt) => void;
  readonly onResult: (role: ProbeRole, result: Result, container: number) => void;
}

/** One probe of one container name, over all containers that run under it (`pkg/kubelet/prober/worker.go`). */
export class ProbeWorker {
  private readonly clock: Clock;
  private readonly period: number;
  private ticker: Ticker | undefined;
  private state: 'asleep' | 'waiting' | 'probing' | 'between' | 'ended' = 'asleep';
  private alarm: Appointment | undefined;
  private triggered = false;
  private stopped = false;

  /** 0 until the first container was seen. */
  private container = 0;
  private result: Result | undefined;
  private lastResult: Result | undefined;
  private resultRun = 0;
  private onHold = false;

  public constructor(
    private readonly role: ProbeRole,
    private readonly probe: Probe,
    private readonly around: WorkerSurroundings,
  ) {
    this.clock = around.clock;
    this.period = probe.timing.periodSeconds * 1000;
    const young = this.period > this.clock.now - around.kubeletStarted;
    this.clock.at(this.clock.now + (young ? around.chance.offset(role) * this.period : 0), () => this.begin());
  }

  public get ended(): boolean {
    return this.state === 'ended';
  }

  /** What is known of a container; nothing when this worker has not met it. */
  public resultOf(container: number): Result | undefined {
    return this.container === container ? this.result : undefined;
  }

  /** Asks out of turn. A second trigger before the first was taken is lost: its channel holds one. */
  public trigger(): void {
    this.triggered = true;
    this.wakeUp();
  }

  /** Ends the worker once it is idle; an attempt under way is finished first. */
  public stop(): void {
    this.stopped = true;
    this.wakeUp();
  }

  private begin(): void {
    this.ticker = new Ticker(this.period, this.clock.now);
    this.state = 'between';
    if (this.look()) {
      this.proceed();
    }
  }

  private wakeUp(): void {
    if (this.state === 'waiting') {
      this.alarm!.cancel();
      this.state = 'between';
      this.proceed();
    }
  }

  /** The loop of `worker.run`, from after one `doProbe` until it has to wait. */
  private proceed(): void {
    const { clock, ticker } = this;
    for (;;) {
      const wake = this.nextWake();
      if (!wake) {
        this.state = 'waiting';
        this.alarm = clock.at(ticker!.next, () => {
          this.state = 'between';
          this.proceed();
        });
        return;
      }
      if (wake === 'stop') {
        this.end();
        return;
      }
      if (wake === 'tick') {
        ticker!.take(clock.now);
      } else {
        this.triggered = false;
        ticker!.reset(clock.now);
      }
      if (!this.look()) {
        return;
      }
    }
  }

  private nextWake(): Wake | undefined {
    const ticks = this.ticker!.isPending(this.clock.now);
    if (Number(this.stopped) + Number(ticks) + Number(this.triggered) > 1) {
      const ready: Wake[] = [];
      if (this.stopped) {
        ready.push('stop');
      }
      if (ticks) {
        ready.push('tick');
      }
      if (this.triggered) {
        ready.push('trigger');
      }
      return this.around.chance.select(this.role, ready);
    }
    return this.stopped ? 'stop' : ticks ? 'tick' : this.triggered ? 'trigger' : undefined;
  }

  /** `worker.doProbe` up to the question. Whether the worker is idle again: not while it asks, and not when it ended. */
  private look(): boolean {
    const {
      role,
      probe: { timing },
      around,
    } = this;
    const status = around.status();
    if (!status) {
      return true;
    }
    if (this.container !== status.container) {
      this.container = status.container;
      this.result = undefined;
      const outlivedKubelet = status.startedAt !== undefined && status.startedAt < around.kubeletStarted - KUBELET_RESTART_GRACE;
      if (!outlivedKubelet) {
        this.conclude(INITIAL[role]);
      }
      this.onHold = false;
    }
    if (this.onHold) {
      return true;
    }
    if (status.startedAt === undefined) {
      this.conclude('failure');
      if (!status.restarts) {
        this.end();
      }
      return status.restarts;
    }
    if (Math.floor((this.clock.now - status.startedAt) / 1000) < timing.initialDelaySeconds) {
      return true;
    }
    // Startup asks until the container has started, the others from then on.
    if (status.started === (role === 'startup')) {
      return true;
    }
    this.state = 'probing';
    this.ask(1);
    return false;
  }

  private ask(attempt: number): void {
    const { clock, role, around, container } = this;
    const began = clock.now;
    let open = true;
    const close = (answer: Attempt['answer']): void => {
      if (!open) {
        return;
      }
      open = false;
      timeout.cancel();
      around.onAttempt({ role, container, began, ended: clock.now, answer });
      if (answer === 'unknown' && attempt < TRIES) {
        this.ask(attempt + 1);
      } else {
        this.take(answer);
      }
    };
    const timeout = clock.at(began + this.probe.timing.timeoutSeconds * 1000, () => close('timeout'));
    // The world answers later, never within the question: a worker that is asked about itself while it asks has no answer.
    around.ask(role, (answer) => (clock.now > began ? close(answer) : void clock.at(began, () => close(answer))));
  }

  /** `worker.doProbe` after the answer. */
  private take(answer: Attempt['answer']): void {
    if (answer !== 'unknown') {
      this.count(answer === 'success' || answer === 'warning' ? 'success' : 'failure');
    }
    this.state = 'between';
    this.proceed();
  }

  private count(result: 'success' | 'failure'): void {
    const {
      role,
      probe: { timing },
    } = this;
    this.resultRun = this.lastResult === result ? this.resultRun + 1 : 1;
    this.lastResult = result;
    if (this.resultRun < (result === 'success' ? timing.successThreshold : timing.failureThreshold)) {
      return;
    }
    this.conclude(result);
    if (role === 'startup' || (role === 'liveness' && result === 'failure')) {
      this.onHold = true;
      this.resultRun = 0;
    }
  }

  private conclude(result: Result): void {
    if (this.result !== result) {
      this.result = result;
      this.around.onResult(this.role, result, this.container);
    }
  }

  private end(): void {
    this.state = 'ended';
    this.result = undefined;
  }
}
