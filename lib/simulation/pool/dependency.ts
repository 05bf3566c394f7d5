import type { Request } from './request';
import type { Clock } from '../../kubelet/clock';

/** How something that the process needs behaves: a database that answers, one that refuses connections, one that never answers. */
export type DependencyState = 'up' | 'refusing' | 'hanging';

/** What the process needs besides itself. One for all pods: that is what makes its outages dangerous. */
export class Dependency {
  /** Told when it hangs no longer: TCP sends again what was held back, and who waits hears of it. */
  private readonly waiting = new Set<() => void>();
  private current: DependencyState = 'up';
  private since = 0;

  /** @param patience milliseconds after which a request gives up on it while it hangs */
  public constructor(
    private readonly clock: Clock,
    public readonly patience: number,
  ) {}

  public get state(): DependencyState {
    return this.current;
  }

  public set state(state: DependencyState) {
    this.current = state;
    this.since = this.clock.now;
    if (state !== 'hanging') {
      const waiting = [...this.waiting];
      this.waiting.clear();
      waiting.forEach((tell) => tell());
    }
  }

  /** How long it has been in its state. Milliseconds. */
  public get age(): number {
    return this.clock.now - this.since;
  }

  /** A request that needs it: for how long it waits, and in the request what it then answers. */
  public meet(request: Request): number {
    if (this.current === 'up') {
      return request.wait;
    }
    const { without, noticedAfter } = request.endpoint;
    const hangs = this.current === 'hanging';
    request.answer = hangs && this.age < (noticedAfter ?? 0) ? 'ok' : without;
    if (!hangs || noticedAfter !== undefined) {
      return 0;
    }
    this.wait(request.goOn);
    return this.patience;
  }

  public wait(tell: () => void): void {
    this.waiting.add(tell);
  }

  public forget(tell: () => void): void {
    this.waiting.delete(tell);
  }
}
