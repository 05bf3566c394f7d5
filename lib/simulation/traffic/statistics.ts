import { Latencies } from './latencies';

/** How a request ended, as the client sees it, and from whom. */
export const ENDINGS = ['ok', 'app 500', 'app 503', 'ingress 502', 'ingress 503', 'ingress 504', 'reset', 'timed out'] as const;
export type Ending = (typeof ENDINGS)[number];

/** What came of all requests; of one size however many there are. */
export class Statistics {
  public sent = 0;
  /** Of those that were answered well. */
  public readonly latencies = new Latencies();
  private readonly endings = new Map<Ending, number>(ENDINGS.map((ending) => [ending, 0]));

  public count(ending: Ending, latency: number): void {
    this.endings.set(ending, this.endings.get(ending)! + 1);
    if (ending === 'ok') {
      this.latencies.note(latency);
    }
  }

  public of(ending: Ending): number {
    return this.endings.get(ending)!;
  }

  public get ended(): number {
    return ENDINGS.reduce((sum, ending) => sum + this.of(ending), 0);
  }
}
