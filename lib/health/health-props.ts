import type { HealthEndpoints } from './health-endpoints';
import type { HealthIntentions } from './health-plan';

/** What to ask a container, and how patient to be. */
export interface HealthProps extends HealthIntentions {
  /** What to ask. */
  readonly endpoints: HealthEndpoints;
}
