/** Within how long part of the answers came. Milliseconds, to within 5 %; nothing where there was no answer. */
export interface Percentiles {
  readonly p50?: number;
  readonly p95?: number;
  readonly p99?: number;
}

/** Each bucket is this much wider than the one before. */
const GROWTH = Math.log(1.05);
const BUCKETS = 320;

/** How long answers took; of one size however many there are. */
export class Latencies {
  private readonly buckets = new Float64Array(BUCKETS);
  private count = 0;

  /** @param latency milliseconds */
  public note(latency: number): void {
    this.buckets[Math.min(Math.max(Math.floor(Math.log(Math.max(latency, 1)) / GROWTH), 0), BUCKETS - 1)] += 1;
    this.count += 1;
  }

  /** Milliseconds within which this share was answered; nothing without any. */
  public within(share: number): number | undefined {
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS && this.count > 0; bucket += 1) {
      seen += this.buckets[bucket];
      if (seen >= share * this.count) {
        return Math.exp((bucket + 0.5) * GROWTH);
      }
    }
    return undefined;
  }

  public get percentiles(): Percentiles {
    return { p50: this.within(0.5), p95: this.within(0.95), p99: this.within(0.99) };
  }
}
