import type { Clock } from '../kubelet/clock';

/** For how long no pod of a workload was ready. */
export class Readiness {
  /** Milliseconds. */
  public without = 0;
  private since: number | undefined;

  public constructor(private readonly clock: Clock) {}

  /** It counts from now on. */
  public begin(ready: number): void {
    this.without = 0;
    this.since = undefined;
    this.note(ready);
  }

  public note(ready: number): void {
    if (ready === 0) {
      this.since ??= this.clock.now;
    } else if (this.since !== undefined) {
      this.without += this.clock.now - this.since;
      this.since = undefined;
    }
  }

  /** What lasts still is counted up to now. */
  public end(ready: number): void {
    this.note(ready);
    this.note(1);
  }
}
