/**
 * CPU that several requests share, as a fluid: what is asked for is worked off at the rate of the cores.
 *
 * Sharing evenly, a request ends no later than after all the work that is there, and no later than its own work times the
 * number of those at work; the earlier of the two is taken when it begins, and what comes later does not move it. In the
 * long run no more is worked off than the cores can.
 */
export class Cpu {
  /** Requests at work, kept by whoever serves them. */
  public sharers = 0;
  private freeAt = 0;

  /** @param shared whether those at work take turns; an event loop serves one after the other */
  public constructor(
    private readonly cores: number,
    private readonly shared: boolean,
  ) {}

  /** Milliseconds of work that are there, at the rate of the cores. */
  public backlog(now: number): number {
    return Math.max(this.freeAt - now, 0);
  }

  /** When work that begins now is done. */
  public doneAt(now: number, work: number): number {
    this.freeAt = Math.max(this.freeAt, now) + work / this.cores;
    return Math.max(now + work, this.shared ? Math.min(this.freeAt, now + (work * this.sharers) / this.cores) : this.freeAt);
  }
}
