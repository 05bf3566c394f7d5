import { Cpu } from './cpu';
import type { Dependency } from './dependency';
import type { InterpreterLock } from './interpreter-lock';
import type { PoolSettings } from './pool-settings';
import { Queue } from './queue';
import type { Request } from './request';
import { Served } from './served';
import type { Clock } from '../../kubelet/clock';

/** The arbiter looks after its workers about once a second (`arbiter.py`, `run`). */
const ARBITER_TICK = 1_000;

/** What a worker needs from its master and its surroundings. */
export interface WorkerSurroundings {
  readonly clock: Clock;
  readonly settings: PoolSettings;
  readonly cpu: Cpu;
  readonly interpreterLock: InterpreterLock;
  readonly dependency: Dependency;
  /** The client of an answered request keeps the connection. */
  readonly onKept: (worker: Worker) => void;
  /** The worker can take another connection. */
  readonly onFree: (worker: Worker) => void;
  readonly onTimeout: (worker: Worker) => void;
  readonly onExit: (worker: Worker) => void;
}

/** One worker process of a pool. */
export class Worker {
  /** Held by the interpreter's lock, or by the event loop: one core at most. */
  private readonly lock: Cpu;
  private readonly serving = new Served();
  private readonly waiting = new Queue<Request>();
  private readonly threads: number;
  /** Connections that it holds at most, and how many of them idle (`workers/gthread.py`, `max_keepalived`). */
  private readonly accepts: number;
  private readonly keeps: number;
  /** Idle connections. */
  private kept = 0;
  /** Bytes that requests have left behind. */
  public leaked = 0;
  private state: 'booting' | 'serving' | 'draining' | 'dead' = 'booting';
  private accepted = 0;
  private stalled = false;
  private frozen = false;

  /**
   * @param recycleAfter requests after which it ends itself
   * @param quickness its part of the connections for which it races with other workers, in relation to theirs
   */
  public constructor(
    private readonly around: WorkerSurroundings,
    boot: number,
    private readonly recycleAfter: number,
    public readonly quickness: number,
  ) {
    const { concurrency, threads, connections, keepAlive } = around.settings;
    this.lock = new Cpu(1, concurrency !== 'async');
    this.threads = concurrency === 'sync' ? 1 : concurrency === 'gthread' ? threads : connections;
    this.accepts = concurrency === 'sync' ? 1 : connections;
    this.keeps = concurrency === 'sync' || keepAlive === 0 ? 0 : concurrency === 'gthread' ? connections - threads : connections;
    around.clock.at(around.clock.now + boot, () => {
      if (this.state === 'booting') {
        this.state = 'serving';
        around.onFree(this);
      }
    });
  }

  /** A gthread worker accepts what its threads cannot serve yet: its main thread is not one of them. */
  public get accepting(): boolean {
    return this.state === 'serving' && !this.frozen && this.serving.length + this.waiting.length + this.kept < this.accepts;
  }

  /** Requests that it has taken up in its life. */
  public get taken(): number {
    return this.accepted;
  }

  /** The next request on a connection that it kept: whether there is one still. One that stops answers it too, and closes it then. */
  public reuse(): boolean {
    if (this.kept === 0) {
      return false;
    }
    this.kept -= 1;
    return true;
  }

  public take(request: Request): void {
    this.accepted += 1;
    if (this.serving.length < this.threads) {
      this.serve(request);
    } else {
      this.waiting.push(request);
    }
    if (this.accepted >= this.recycleAfter) {
      this.drain();
    }
  }

  public complete(request: Request): void {
    this.leave(request);
    if (request.keeps && this.state === 'serving' && this.kept < this.keeps) {
      this.kept += 1;
      this.around.onKept(this);
    }
    request.end(request.answer);
    this.proceed();
  }

  /** What it waited for answers again, or says that it does not. */
  public goOn(request: Request): void {
    const { clock, dependency } = this.around;
    if (!this.stalled && !this.frozen) {
      const up = dependency.state === 'up';
      request.completion?.cancel();
      request.answer = up ? 'ok' : request.endpoint.without;
      request.completion = clock.at(clock.now + (up ? request.wait : 0), request.complete);
    }
  }

  /** Ends once it has answered what it has accepted. */
  public drain(): void {
    if (this.state === 'booting') {
      this.exit();
    } else if (this.state === 'serving') {
      this.state = 'draining';
      const {
        clock,
        settings: { keepAliveLinger, keepAlive, gracefulTimeout },
      } = this.around;
      clock.at(clock.now + Math.min(keepAliveLinger, keepAlive, gracefulTimeout), () => {
        this.kept = 0;
        this.proceed();
      });
      this.proceed();
    }
  }

  /** Every request that it serves, and will serve, waits for a lock that nobody gives back. */
  public stall(): void {
    this.stalled = true;
    this.serving.forEach((request) => {
      request.completion?.cancel();
      this.watch(Infinity);
    });
  }

  public kill(): void {
    if (this.state === 'dead') {
      return;
    }
    this.state = 'dead';
    for (let request = this.serving.last; request; request = this.serving.last) {
      request.completion?.cancel();
      this.leave(request);
      request.end('reset');
    }
    for (let request = this.waiting.shift(); request; request = this.waiting.shift()) {
      request.end('reset');
    }
    this.around.onExit(this);
  }

  private serve(request: Request): void {
    const { clock, cpu, dependency } = this.around;
    request.server = this;
    request.answer = 'ok';
    request.computesUntil = 0;
    this.serving.add(request);
    this.lock.sharers += 1;
    cpu.sharers += 1;
    const wait = request.endpoint.dependent ? dependency.meet(request) : request.wait;
    const locked = this.lockWait();
    const computed = Math.max(this.lock.doneAt(clock.now, request.cpu), cpu.doneAt(clock.now, request.cpu), clock.now + locked);
    request.computesUntil = computed;
    if (request.holdsInterpreter) {
      this.freeze();
      return;
    }
    const done = this.stalled ? Infinity : computed + wait;
    if (done < Infinity) {
      request.completion = clock.at(done, request.complete);
    }
    this.watch(done);
  }

  /** Milliseconds: other threads give the lock away late, and no later than they are done. An event loop has nobody to compete with. */
  private lockWait(): number {
    if (this.threads === 1 || this.around.settings.concurrency === 'async') {
      return 0;
    }
    const { now } = this.around.clock;
    return Math.min(this.around.interpreterLock.wait(this.serving.computing(now)), this.lock.backlog(now));
  }

  /** No thread of it runs any more: what it has accepted is never answered, and the master hears nothing from it, whatever its class. */
  private freeze(): void {
    this.frozen = true;
    this.serving.forEach(({ completion }) => completion?.cancel());
    this.watch(Infinity);
  }

  /** A sync worker gives no sign of life while it serves. */
  private watch(done: number): void {
    const {
      clock,
      settings: { concurrency, timeout },
    } = this.around;
    if ((concurrency === 'sync' || this.frozen) && timeout > 0 && done - clock.now > timeout) {
      const { accepted } = this;
      clock.at(clock.now + timeout + ARBITER_TICK / 2, () => {
        // Still at that very request: a sync worker has one at a time.
        if (this.state !== 'dead' && this.accepted === accepted && this.serving.length > 0) {
          this.around.onTimeout(this);
        }
      });
    }
  }

  private leave(request: Request): void {
    this.serving.remove(request);
    this.lock.sharers -= 1;
    this.around.cpu.sharers -= 1;
    request.completion = undefined;
    if (request.endpoint.dependent) {
      this.around.dependency.forget(request.goOn);
    }
  }

  private proceed(): void {
    const next = this.serving.length < this.threads ? this.waiting.shift() : undefined;
    if (next) {
      this.serve(next);
    } else if (this.state === 'draining') {
      if (this.serving.length === 0 && this.kept === 0) {
        this.exit();
      }
    } else if (this.state === 'serving') {
      this.around.onFree(this);
    }
  }

  private exit(): void {
    if (this.state !== 'dead') {
      this.state = 'dead';
      this.around.onExit(this);
    }
  }
}
