import type { ApiObject } from './api-object';
import { objectOf } from './json';
import { labelSelectorOf, type LabelSelector } from './label-selector';

/** How many pods have to stay: a count or a percentage; at most one of the two is there. */
export interface DisruptionBound {
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
}

/** A limit on how many pods may be taken away on purpose at a time. */
export interface DisruptionBudget extends DisruptionBound {
  readonly object: ApiObject;
  readonly selector?: LabelSelector;
}

/** The budget that a PodDisruptionBudget describes. */
export function disruptionBudgetOf(object: ApiObject): DisruptionBudget {
  const { selector, minAvailable, maxUnavailable } = objectOf(object.json.spec);
  return { object, selector: labelSelectorOf(selector), minAvailable: countOf(minAvailable), maxUnavailable: countOf(maxUnavailable) };
}

function countOf(value: unknown): number | string | undefined {
  return (Number.isInteger(value) && (value as number) >= 0) || (typeof value === 'string' && /^\d{1,3}%$/.test(value))
    ? (value as number | string)
    : undefined;
}

/**
 * How many of `expected` healthy pods may be evicted (`pkg/controller/disruption/disruption.go`, `getExpectedPodCount`,
 * `updatePdbStatus`): percentages of either kind are rounded up.
 */
export function disruptionsAllowed({ minAvailable, maxUnavailable }: DisruptionBound, expected: number): number {
  if (maxUnavailable !== undefined) {
    return Math.min(scaled(maxUnavailable, expected), expected);
  }
  return minAvailable === undefined ? expected : Math.max(expected - scaled(minAvailable, expected), 0);
}

/** `intstr.GetScaledValueFromIntOrPercent` with `roundUp`. */
function scaled(value: number | string, total: number): number {
  return typeof value === 'number' ? value : Math.ceil((total * parseInt(value, 10)) / 100);
}
