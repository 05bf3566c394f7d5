import type { Duration } from 'cdk8s';
import { livenessFields, readinessFields, startupFields } from './derivation';
import type { ProbeFields } from './probe-fields';
import { durationInWords } from '../wording/duration';

/** What readiness is to promise. */
export interface ReadinessIntention {
  /** A container that stops answering is out of the endpoints no later than this. At least 2 s. */
  readonly removeAfter: Duration;
}

/** What startup is to promise. */
export interface StartupIntention {
  /** A container that is ready to be asked within this time is never killed for being slow. At least 1 s. */
  readonly startsWithin: Duration;
}

/** What liveness is to promise. */
export interface LivenessIntention {
  /** Slow work of this length is never mistaken for a dead process. */
  readonly patience: Duration;
  /**
   * A dead process is condemned no later than this.
   *
   * @default - the shortest that `patience` allows at a period of 10 s and a timeout of 5 s
   */
  readonly restartAfter?: Duration;
}

/**
 * A probe's numbers and the range of time they promise.
 *
 * A probe condemns at its nth consecutive failure, and its first attempt may fall anywhere in the first period
 * (`pkg/kubelet/prober/worker.go`, `worker.run` and `worker.doProbe`). So the budget of a probe is a range: promises of
 * patience are judged at `earliestVerdict`, promises of speed at `latestVerdict`.
 */
export class ProbeTiming {
  /** The timing of a probe that already exists, with the API server's defaults filled in. */
  public static ofFields(fields: ProbeFields): ProbeTiming {
    return new ProbeTiming(fields);
  }

  /**
   * A startup probe that lets a boot of `startsWithin` live: its earliest verdict is no sooner. Not a boot after a crash in
   * mid-boot: failures of the container before still count then, since only a verdict or a success clears them
   * (`pkg/kubelet/prober/worker.go`, `worker.doProbe`, `resultRun`).
   *
   * @throws when the time is under a second
   */
  public static startup(intention: StartupIntention): ProbeTiming {
    return new ProbeTiming(startupFields(intention.startsWithin.toSeconds({ integral: false })));
  }

  /**
   * A readiness probe that takes a silent container out of the endpoints: its latest verdict is within `removeAfter`.
   *
   * @throws when the time is under 2 s, the least that one attempt and its timeout take
   */
  public static readiness(intention: ReadinessIntention): ProbeTiming {
    return new ProbeTiming(readinessFields(intention.removeAfter.toSeconds({ integral: false })));
  }

  /**
   * A liveness probe that outlasts slow work and still ends a dead process: earliest verdict no sooner than `patience`,
   * latest within `restartAfter`.
   *
   * @throws when no period from 1 to 10 s can keep both promises
   */
  public static liveness(intention: LivenessIntention): ProbeTiming {
    return new ProbeTiming(
      livenessFields(intention.patience.toSeconds({ integral: false }), intention.restartAfter?.toSeconds({ integral: false })),
    );
  }

  /** Seconds after the container started before the first attempt. */
  public readonly initialDelaySeconds: number;
  /** Seconds between attempts. */
  public readonly periodSeconds: number;
  /** Seconds an attempt may take. */
  public readonly timeoutSeconds: number;
  /** Consecutive successes that make the probe pass. */
  public readonly successThreshold: number;
  /** Consecutive failures that make the probe fail. */
  public readonly failureThreshold: number;

  private constructor(fields: ProbeFields) {
    this.initialDelaySeconds = fields.initialDelaySeconds ?? 0;
    this.periodSeconds = fields.periodSeconds ?? 10;
    this.timeoutSeconds = fields.timeoutSeconds ?? 1;
    this.successThreshold = fields.successThreshold ?? 1;
    this.failureThreshold = fields.failureThreshold ?? 3;
  }

  /**
   * Seconds of silence that are always forgiven, counted from the start of the container or, once it runs, from the first
   * question that goes unanswered: the first attempt comes at once and every attempt fails at once.
   * `initialDelay + (failureThreshold − 1) × period`, and a second less where there is a delay, because the kubelet counts it
   * from the whole second in which the container started (`pkg/kubelet/status/status_manager.go`, `normalizeStatus`).
   */
  public get earliestVerdict(): number {
    return Math.max(this.initialDelaySeconds - 1, 0) + (this.failureThreshold - 1) * this.periodSeconds;
  }

  /**
   * Seconds after which the verdict has certainly fallen: the first attempt waits a whole period and every attempt
   * times out. `initialDelay + failureThreshold × period + timeout`; a timeout longer than the period stretches it,
   * because the ticker keeps one pending tick and an overrun attempt is followed at once by the next.
   */
  public get latestVerdict(): number {
    const spacing = Math.max(this.periodSeconds, this.timeoutSeconds);
    return this.initialDelaySeconds + this.periodSeconds + (this.failureThreshold - 1) * spacing + this.timeoutSeconds;
  }

  /**
   * The range for a container that falls silent while it runs, its initial delay long over. Where the timeout is longer than
   * the period, an answer may overrun the next tick: the attempt after it comes late, and the one after that on time, so that
   * a period less is forgiven.
   *
   * @internal
   */
  public get _whileRunning(): { readonly earliest: number; readonly latest: number } {
    const between = this.failureThreshold - (this.timeoutSeconds > this.periodSeconds ? 2 : 1);
    return { earliest: Math.max(between, 0) * this.periodSeconds, latest: this.latestVerdict - this.initialDelaySeconds };
  }

  /** The numbers, and the range they promise, in a line: `every 5 s, 3 failures, 5 s to answer: verdict after 10 s to 20 s`. */
  public explain(): string {
    const delay = this.initialDelaySeconds ? `after ${durationInWords(this.initialDelaySeconds)}, ` : '';
    const failures = this.failureThreshold === 1 ? '1 failure' : `${this.failureThreshold} failures`;
    return (
      `${delay}every ${durationInWords(this.periodSeconds)}, ${failures}, ${durationInWords(this.timeoutSeconds)} to answer: ` +
      `verdict after ${durationInWords(this.earliestVerdict)} to ${durationInWords(this.latestVerdict)}`
    );
  }
}
