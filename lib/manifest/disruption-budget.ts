import type { ApiObject } from './api-object';
import { objectOf } from './json';
import { labelSelectorOf, type LabelSelector } from './label-selector';

/** How many pods have to stay: a count or a percentage; at most one of the two is there. */
export interface DisruptionBound {
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
  /** Whether pods that are not ready may always be evicted (`unhealthyPodEvictionPolicy: AlwaysAllow`). */
  readonly alwaysEvictsUnhealthy?: boolean;
}

/** A limit on how many pods may be taken away on purpose at a time. */
export interface DisruptionBudget extends DisruptionBound {
  readonly object: ApiObject;
  readonly selector?: LabelSelector;
}

/** The budget that a PodDisruptionBudget describes. */
export function disruptionBudgetOf(object: ApiObject): DisruptionBudget {
  const { selector, minAvailable, maxUnavailable, unhealthyPodEvictionPolicy } = objectOf(object.json.spec);
  return {
    object,
    selector: labelSelectorOf(selector),
    minAvailable: countOf(minAvailable),
    maxUnavailable: countOf(maxUnavailable),
    alwaysEvictsUnhealthy: unhealthyPodEvictionPolicy === 'AlwaysAllow',
  };
}

function countOf(value: unknown): number | string | undefined {
  return (Number.isInteger(value) && (value as number) >= 0) || (typeof value === 'string' && /^\d{1,3}%$/.test(value))
    ? (value as number | string)
    : undefined;
}

/** How many of `expected` healthy pods may be evicted (`pkg/controller/disruption/disruption.go`, `updatePdbStatus`). */
export function disruptionsAllowed(bound: DisruptionBound, expected: number): number {
  return Math.max(expected - desiredHealthy(bound, expected), 0);
}

/** Pods that have to stay healthy (`disruption.go`, `getExpectedPodCount`): percentages of either kind are rounded up. */
export function desiredHealthy({ minAvailable, maxUnavailable }: DisruptionBound, expected: number): number {
  return maxUnavailable !== undefined
    ? Math.max(expected - scaled(maxUnavailable, expected), 0)
    : minAvailable === undefined
      ? 0
      : scaled(minAvailable, expected);
}

/** `intstr.GetScaledValueFromIntOrPercent` with `roundUp`. */
function scaled(value: number | string, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((total * parseInt(value, 10)) / 100);
}
