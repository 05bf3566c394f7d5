/** Times within a nanosecond are one: finer than Go's clock tells them apart, and coarser than what rounding adds up to. */
const NANOSECOND = 1e-6;

/**
 * Go's `time.Ticker` as a select sees it: one tick waits at most, and those that fall while it waits are lost
 * (`runtime/time.go`, `timer.maybeRunChan` and `timer.unlockAndRun`).
 */
export class Ticker {
  private due: number;

  public constructor(
    private readonly period: number,
    now: number,
  ) {
    this.due = now + period;
  }

  /** When the next tick falls, or fell. */
  public get next(): number {
    return this.due;
  }

  public isPending(now: number): boolean {
    return this.due <= now + NANOSECOND;
  }

  public take(now: number): void {
    this.due += this.period * (1 + Math.floor((now + NANOSECOND - this.due) / this.period));
  }

  /** Counts anew from now; a tick that waits is dropped. */
  public reset(now: number): void {
    this.due = now + this.period;
  }
}
