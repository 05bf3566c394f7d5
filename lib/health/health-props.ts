import type { Duration } from 'cdk8s';
import { HealthEndpoints } from './health-endpoints';
import { duration, instance, required } from '../props/shape';
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
   * @default - the slowest request, where a service knows it; else Duration.seconds(60), the read timeout of the common ingress
   * controllers
   */
  readonly patience?: Duration;
}

/** What to ask a container, and how patient to be. */
export interface HealthProps extends HealthIntentions {
  /** What to ask. */
  readonly endpoints: HealthEndpoints;
}

/** How patient somebody may be said to be. */
export const INTENTIONS: Shapes = {
  startsWithin: duration(60),
  removeAfter: duration(20),
  restartAfter: duration(120),
  patience: duration(60),
};
/** One way to say what to ask, as code. */
export const SEPARATE = "HealthEndpoints.separate({ liveness: '/health/', readiness: '/ready/' })";
export const HEALTH: Shapes = { endpoints: required(instance(HealthEndpoints, SEPARATE)), ...INTENTIONS };
