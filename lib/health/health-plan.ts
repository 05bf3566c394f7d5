import type { Duration } from 'cdk8s';
import { HealthCheck } from './health-check';
import { HealthEndpoints } from './health-endpoints';
import { livenessFields, readinessFields, startupFields } from './derivation';
import { ProbeTiming } from './probe-timing';
import { INGRESS_READ_TIMEOUT } from '../conventions/ingress-timeout';
import { Rejection } from '../props/rejection';
import { durationInWords } from '../wording/duration';
import { checkShape, checkShapes, duration, instance, required } from '../props/shape';
import type { Shapes } from '../props/shape';

/** How patient to be, as durations that a person can judge. */
export interface HealthIntentions {
  /**
   * A boot within this time is never killed for being slow. Measure it cold, under the real CPU limit.
   *
   * @default Duration.minutes(1)
   */
  readonly startsWithin?: Duration;
  /**
   * A container that stops answering is out of the endpoints no later than this.
   *
   * @default Duration.seconds(20)
   */
  readonly removeAfter?: Duration;
  /**
   * A dead process is condemned no later than this.
   *
   * @default - the shortest that `patience`, and acting later than readiness, allow
   */
  readonly restartAfter?: Duration;
  /**
   * Slow work of this length is never mistaken for a dead process: the liveness probe forgives at least this much
   * silence. A busy pool answers no probe until a worker is free.
   *
   * @default Duration.seconds(60), the read timeout of the common ingress controllers
   */
  readonly patience?: Duration;
}

/** One probe: the question and how patiently it is put. */
export class ProbePlan {
  /** @internal */
  public constructor(
    /** What is asked. */
    public readonly check: HealthCheck,
    /** How patiently. */
    public readonly timing: ProbeTiming,
  ) {}
}

const STARTS_WITHIN = 60;
const REMOVE_AFTER = 20;
const ENDPOINTS = required(instance(HealthEndpoints, "HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' })"));
const INTENTIONS: Shapes = { startsWithin: duration(60), removeAfter: duration(20), restartAfter: duration(120), patience: duration(60) };

/** The three probes that a set of endpoints and intentions comes to. */
export class HealthPlan {
  /**
   * Derives the probes.
   *
   * @param endpoints what to ask
   * @param intentions how patient to be
   * @throws when the intentions contradict each other, naming both times
   */
  public static of(endpoints: HealthEndpoints, intentions: HealthIntentions = {}): HealthPlan {
    checkShape('the health endpoints', endpoints, ENDPOINTS);
    checkShapes('the health intentions', intentions, INTENTIONS);
    const seconds = (time: Duration | undefined, otherwise: number) => time?.toSeconds({ integral: false }) ?? otherwise;
    const removeAfter = seconds(intentions.removeAfter, REMOVE_AFTER);
    const readiness = endpoints.readiness && new ProbePlan(endpoints.readiness, ProbeTiming.ofFields(readinessFields(removeAfter)));
    const startsWithin = seconds(intentions.startsWithin, STARTS_WITHIN);
    // Computed even when no probe comes of it, or of other numbers, so that a contradiction is never swallowed.
    const startupTiming = ProbeTiming.ofFields(startupFields(startsWithin));
    const patience = seconds(intentions.patience, INGRESS_READ_TIMEOUT);
    const restartAfter = intentions.restartAfter?.toSeconds({ integral: false });
    livenessFields(patience, restartAfter);
    const liveness =
      endpoints.liveness &&
      new ProbePlan(endpoints.liveness, livenessTiming(patience, restartAfter, readiness && { removeAfter, timing: readiness.timing }));
    return new HealthPlan(
      endpoints,
      startsWithin,
      endpoints.startup && new ProbePlan(endpoints.startup, startupTiming),
      readiness,
      liveness,
    );
  }

  private constructor(
    /** What is asked. */
    public readonly endpoints: HealthEndpoints,
    /** Seconds that a boot may take. */
    public readonly startsWithinSeconds: number,
    /** Protects the boot; absent where nothing could kill it. */
    public readonly startup?: ProbePlan,
    /** Decides whether users are sent here. */
    public readonly readiness?: ProbePlan,
    /** Decides whether the process is beyond help. */
    public readonly liveness?: ProbePlan,
  ) {}

  /** Seconds from the container's start until it is ready at the latest, if it keeps its promise to start in time. */
  public get readyWithinSeconds(): number {
    const untilStarted = this.startup?.timing.latestVerdict ?? this.startsWithinSeconds;
    return untilStarted + (this.readiness ? this.readiness.timing.periodSeconds + this.readiness.timing.timeoutSeconds : 0);
  }

  /** A line a probe: the promise, the question, the fields it was derived to. */
  public explain(): string {
    const lines: string[] = [];
    if (this.startup) {
      lines.push(`startup    a boot of ${durationInWords(this.startsWithinSeconds)} is never killed`, detail(this.startup));
    }
    if (this.readiness) {
      lines.push(
        `readiness  a silent pod gets no traffic after ${durationInWords(this.readiness.timing.latestVerdict)} at most`,
        detail(this.readiness),
      );
    }
    if (this.liveness) {
      lines.push(
        `liveness   ${durationInWords(this.liveness.timing.earliestVerdict)} of slow work is forgiven, a dead process restarted after ` +
          `${durationInWords(this.liveness.timing.latestVerdict)} at most`,
        detail(this.liveness),
      );
    }
    return lines.join('\n');
  }
}

function detail(probe: ProbePlan): string {
  return `           ${probe.check.explain()}, ${probe.timing.explain()}`;
}

/** Liveness acts strictly later than readiness: its earliest verdict comes after the other's latest. */
function livenessTiming(
  patience: number,
  restartAfter: number | undefined,
  readiness?: { removeAfter: number; timing: ProbeTiming },
): ProbeTiming {
  const afterReadiness = readiness ? readiness.timing.latestVerdict + 1 : 0;
  if (restartAfter !== undefined && restartAfter < afterReadiness + 2) {
    throw new Rejection(
      `restartAfter of ${durationInWords(restartAfter)} beside removeAfter of ${durationInWords(readiness!.removeAfter)}`,
      'liveness has to act later than readiness, or a pod is killed before it was ever taken out of the endpoints',
      `give a restartAfter of at least ${durationInWords(Math.ceil(afterReadiness) + 2)}, or a shorter removeAfter`,
    );
  }
  return ProbeTiming.ofFields(livenessFields(Math.max(patience, afterReadiness), restartAfter));
}
