/** How a request ended, as the client sees it, and from whom. */
export const ENDINGS = ['ok', 'app 500', 'app 503', 'ingress 502', 'ingress 503', 'ingress 504', 'reset', 'timed out'] as const;
export type Ending = (typeof ENDINGS)[number];

/** Each bucket of latency is this much wider than the one before. */
const GROWTH = Math.log(1.1);
const BUCKETS = 160;

/** What came of all requests; of one size however many there are. */
export class Statistics {
  public sent = 0;
  private readonly endings = new Map<Ending, number>(ENDINGS.map((ending) => [ending, 0]));
  private readonly latencies = new Float64Array(BUCKETS);

  public count(ending: Ending, latency: number): void {
    this.endings.set(ending, this.endings.get(ending)! + 1);
    if (ending === 'ok') {
      this.latencies[Math.min(Math.max(Math.floor(Math.log(Math.max(latency, 1)) / GROWTH), 0), BUCKETS - 1)] += 1;
    }
  }

  public of(ending: Ending): number {
    return this.endings.get(ending)!;
  }

  public get ended(): number {
    return ENDINGS.reduce((sum, ending) => sum + this.of(ending), 0);
  }

  /** Milliseconds within which this share of the answered requests was answered, to within 10 %; nothing without any. */
  public latency(share: number): number | undefined {
    const answered = this.of('ok');
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS && answered > 0; bucket += 1) {
      seen += this.latencies[bucket];
      if (seen >= share * answered) {
        return Math.exp((bucket + 0.5) * GROWTH);
      }
    }
    return undefined;
  }
}
