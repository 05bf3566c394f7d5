import { Cpu } from './cpu';
import type { Dependency } from './dependency';
import { InterpreterLock } from './interpreter-lock';
import type { PoolSettings } from './pool-settings';
import { Queue } from './queue';
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

/** Linux, `TCP_TIMEOUT_INIT`, and with `tcp_syn_retries` 6 the whole time after which `connect` fails. */
const FIRST_SYN_TIMEOUT = 1_000;
const LONGEST_CONNECT = 127_000;

/** What happened to a worker that its master noticed. */
export type WorkerEvent = 'worker timed out' | 'worker recycled' | 'worker out of memory';

/** Requests that leave memory behind. */
export interface Leak {
  /** Bytes a request. */
  readonly growth: number;
  /** Whom the kernel kills over the limit: one process, or all of the container (`memory.oom.group`). */
  readonly victim: 'worker' | 'container';
}

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
  private readonly backlog = new Queue<Request>();
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
   * Whether a connection is taken up by the kernel: as soon as the master listens, before any worker has booted, and up to one more than
   * the number that `listen` was given (Linux, `sk_acceptq_is_full`).
   */
  public get listening(): boolean {
    return this.state === 'listening' && this.backlog.length <= this.props.settings.backlog;
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
      this.knockAgain(request, this.props.clock.now, FIRST_SYN_TIMEOUT);
    }
  }

  /** The client's SYN was dropped. Its kernel sends it again, each time after twice as long, until the client gives up. */
  private knockAgain(request: Request, since: number, wait: number): void {
    const { clock } = this.props;
    const givesUp = since + Math.min(request.connectsWithin, LONGEST_CONNECT);
    clock.at(Math.min(clock.now + wait, givesUp), () => {
      if (clock.now >= givesUp) {
        request.end('dropped');
      } else if (this.state === 'listening' && !this.listening) {
        this.knockAgain(request, since, 2 * wait);
      } else {
        this.receive(request);
      }
    });
  }

  /** SIGTERM: the listener is closed, which resets what nobody has accepted; workers end what they serve (`arbiter.py`, `stop`). */
  public terminate(): void {
    const { clock, settings } = this.props;
    if (this.stopped || this.state === 'stopping' || this.state === 'gone') {
      return;
    }
    const loading = this.state === 'loading';
    this.state = 'stopping';
    this.resetBacklog();
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
      this.resetBacklog();
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
    if (!memory || this.state !== 'listening') {
      return;
    }
    const weightOf = ({ taken, leaked }: Worker): number => (taken > 0 ? memory.loaded + leaked : memory.booted);
    if (this.workers.reduce((sum, worker) => sum + weightOf(worker), memory.master) <= memory.limit) {
      return;
    }
    if (victim === 'container') {
      onOutOfMemory?.();
    } else {
      // The heaviest (Linux, `mm/oom_kill.c`, `oom_badness`); the master sees a worker die and forks another.
      this.end(
        this.workers.reduce((heaviest, worker) => (weightOf(worker) > weightOf(heaviest) ? worker : heaviest)),
        'worker out of memory',
      );
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

  private resetBacklog(): void {
    for (let request = this.backlog.shift(); request; request = this.backlog.shift()) {
      request.end('reset');
    }
  }

  private leave(): void {
    if (this.state !== 'gone') {
      this.state = 'gone';
      this.props.onExit();
    }
  }
}
