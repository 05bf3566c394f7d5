import { Backlog } from './backlog';
import { Cpu } from './cpu';
import type { Dependency } from './dependency';
import { InterpreterLock } from './interpreter-lock';
import { heaviest, outweighs, type Leak } from './leak';
import type { PoolSettings } from './pool-settings';
import type { Request } from './request';
import { Worker, type WorkerSurroundings } from './worker';
import type { Clock } from '../../kubelet/clock';
import type { Random } from '../../kubelet/random';

/** What a fork takes when the application is loaded already. */
const FORK = 100;
/**
 * How quick a worker is to accept, of several that wait: it stays so for long, and nothing in the settings decides it. Of two gthread
 * workers one took between 52 and 77 % of the connections of a minute (docs/facts.md, "The pool and the probes share one queue").
 */
const [SLOWEST, QUICKEST] = [0.4, 1.6];

/** What happened to a worker that its master noticed. */
export type WorkerEvent = 'worker timed out' | 'worker recycled' | 'worker out of memory';

export interface PoolProps {
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: PoolSettings;
  readonly dependency: Dependency;
  readonly onExit: () => void;
  readonly onWorker?: (event: WorkerEvent) => void;
  /** It weighs more than the limit, and the kernel ends the whole container: whoever hears of it calls `kill()`. */
  readonly onOutOfMemory?: () => void;
}

/** A master and its workers, as gunicorn has them: what runs in one container from its start to its exit. */
export class Pool {
  private readonly workers: Worker[] = [];
  private readonly backlog: Backlog;
  private readonly around: WorkerSurroundings;
  private state: 'loading' | 'listening' | 'stopping' | 'gone' = 'loading';
  private stopped = false;
  /** Why the worker ends that ends now. */
  private cause: WorkerEvent = 'worker recycled';
  private leaking: Leak | undefined;
  private readonly race: Random;
  /** Whose idle connections clients keep, the one used last at the end: it is used first. */
  private kept: Worker[] = [];

  public constructor(private readonly props: PoolProps) {
    const { clock, random, settings, dependency } = props;
    this.race = random.stream('accept');
    this.backlog = new Backlog(clock, settings.backlog, (request) => this.receive(request));
    this.around = {
      clock,
      settings,
      dependency,
      cpu: new Cpu(settings.cores, true),
      interpreterLock: new InterpreterLock(random.stream('lock')),
      onKept: (worker) => void this.kept.push(worker),
      onFree: (worker) => this.feed(worker),
      onTimeout: (worker) => this.abort(worker),
      onExit: (worker) => this.replace(worker),
    };
    clock.at(clock.now + settings.script + (settings.preload ? settings.boot : 0), () => this.listen());
  }

  /**
   * Whether a connection is taken up by the kernel: as soon as the master listens, before any worker has booted, and as long as there is
   * room.
   */
  public get listening(): boolean {
    return this.state === 'listening' && !this.backlog.full;
  }

  public get running(): boolean {
    return this.state !== 'gone';
  }

  public receive(request: Request): void {
    const keeper = request.keeps ? this.nextKept() : undefined;
    if (!keeper && this.state !== 'listening') {
      request.end('refused');
      return;
    }
    const worker = keeper ?? this.nextAccepting();
    if (worker) {
      this.give(worker, request);
    } else if (this.listening) {
      this.backlog.push(request);
    } else {
      this.backlog.drop(request, () => this.state === 'listening' && this.backlog.full);
    }
  }

  /** SIGTERM: the listener is closed, which resets what nobody has accepted; workers end what they serve (`arbiter.py`, `stop`). */
  public terminate(): void {
    const { clock, settings } = this.props;
    if (this.stopped || this.state === 'stopping' || this.state === 'gone') {
      return;
    }
    const loading = this.state === 'loading';
    this.state = 'stopping';
    this.backlog.reset();
    for (const worker of [...this.workers]) {
      worker.drain();
    }
    if (loading) {
      this.leave();
    } else {
      clock.at(clock.now + settings.gracefulTimeout, () => this.kill());
    }
  }

  /** SIGKILL, or the kernel's out-of-memory killer on the whole container. */
  public kill(): void {
    if (this.state !== 'gone') {
      this.state = 'stopping';
      this.backlog.reset();
      for (const worker of [...this.workers]) {
        worker.kill();
      }
      this.leave();
    }
  }

  /** SIGSTOP to the master: its workers go on, and are no longer watched or replaced. */
  public stopMaster(): void {
    this.stopped = true;
  }

  /** The workers that there are deadlock; those forked later do not. */
  public stall(): void {
    for (const worker of this.workers) {
      worker.stall();
    }
  }

  /** From now on, requests leave memory behind. */
  public leak(leak: Leak): void {
    this.leaking = leak;
  }

  private listen(): void {
    if (this.state === 'loading') {
      this.state = 'listening';
      for (let index = 0; index < this.props.settings.workers; index += 1) {
        this.fork();
      }
    }
  }

  private fork(): void {
    const {
      random,
      settings: { boot, preload, maxRequests, maxRequestsJitter },
    } = this.props;
    const recycleAfter = maxRequests > 0 ? maxRequests + Math.floor(random.uniform() * (maxRequestsJitter + 1)) : Infinity;
    this.workers.push(new Worker(this.around, preload ? FORK : boot, recycleAfter, SLOWEST + this.race.uniform() * (QUICKEST - SLOWEST)));
  }

  private nextKept(): Worker | undefined {
    let worker = this.kept.pop();
    while (worker && !worker.reuse()) {
      worker = this.kept.pop();
    }
    return worker;
  }

  /** The kernel wakes all workers that wait for a connection, and the one that is first gets it. */
  private nextAccepting(): Worker | undefined {
    let all = 0;
    for (const { accepting, quickness } of this.workers) {
      all += accepting ? quickness : 0;
    }
    let lot = this.race.uniform() * all;
    let first: Worker | undefined;
    for (const worker of this.workers) {
      if (worker.accepting) {
        first = worker;
        lot -= worker.quickness;
        if (lot < 0) {
          break;
        }
      }
    }
    return first;
  }

  private feed(worker: Worker): void {
    while (worker.accepting && this.backlog.length) {
      this.give(worker, this.backlog.shift()!);
    }
  }

  private give(worker: Worker, request: Request): void {
    worker.take(request);
    if (this.leaking) {
      worker.leaked += this.leaking.growth;
      this.weigh(this.leaking);
    }
  }

  private weigh({ victim }: Leak): void {
    const {
      settings: { memory },
      onOutOfMemory,
    } = this.props;
    if (!memory || this.state !== 'listening' || !outweighs(this.workers, memory)) {
      return;
    }
    if (victim === 'container') {
      onOutOfMemory?.();
    } else {
      // The master sees a worker die and forks another.
      this.end(heaviest(this.workers, memory), 'worker out of memory');
    }
  }

  private end(worker: Worker, cause: WorkerEvent): void {
    this.cause = cause;
    worker.kill();
    this.cause = 'worker recycled';
  }

  private abort(worker: Worker): void {
    if (!this.stopped && this.state === 'listening') {
      this.end(worker, 'worker timed out');
    }
  }

  private replace(worker: Worker): void {
    this.workers.splice(this.workers.indexOf(worker), 1);
    this.kept = this.kept.filter((keeper) => keeper !== worker);
    if (this.state === 'listening' && !this.stopped) {
      this.props.onWorker?.(this.cause);
      this.fork();
    } else if (this.state === 'stopping' && this.workers.length === 0) {
      this.leave();
    }
  }

  private leave(): void {
    if (this.state !== 'gone') {
      this.state = 'gone';
      this.props.onExit();
    }
  }
}
