import { Latencies, type Percentiles } from './traffic/latencies';
import type { Attempt } from '../kubelet/prober/probe';

/** How the probes of the containers that serve fared. */
export interface ProbeOutcome extends Percentiles {
  readonly asked: number;
  /** Those that failed, and those that were not answered within their timeout. */
  readonly failed: number;
  readonly timedOut: number;
}

/** Counts the attempts of probes, of all pods; one that timed out took as long as its timeout. */
export class ProbeStatistics {
  private asked = 0;
  private failed = 0;
  private timedOut = 0;
  private readonly latencies = new Latencies();
  private from = Infinity;
  private until = Infinity;

  /** Counts those that are asked from then on, of the clock. */
  public begin(at: number): void {
    this.from = at;
  }

  public end(at: number): void {
    this.until = at;
  }

  public note({ began, ended, answer }: Attempt): void {
    if (began >= this.from && began < this.until) {
      this.asked += 1;
      this.failed += Number(answer === 'failure' || answer === 'timeout');
      this.timedOut += Number(answer === 'timeout');
      this.latencies.note(ended - began);
    }
  }

  public get outcome(): ProbeOutcome {
    return { asked: this.asked, failed: this.failed, timedOut: this.timedOut, ...this.latencies.percentiles };
  }
}
