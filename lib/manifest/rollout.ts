import { objectOf, type JsonObject } from './json';

/** Both default to this (`SetDefaults_Deployment`). */
const DEFAULT_SHARE = '25%';

/**
 * Pods that a rolling update may take away at once (`pkg/controller/deployment/util/deployment_util.go`,
 * `ResolveFenceposts`): maxSurge is rounded up, maxUnavailable down, and when both come to nothing one pod may go.
 */
export function unavailableInRollout(strategy: JsonObject, pods: number): number {
  const { maxSurge = DEFAULT_SHARE, maxUnavailable = DEFAULT_SHARE } = objectOf(strategy.rollingUpdate);
  const surge = share(maxSurge, pods, Math.ceil);
  const unavailable = share(maxUnavailable, pods, Math.floor);
  return Math.min(surge === 0 && unavailable === 0 ? 1 : unavailable, pods);
}

/** Pods that a rolling update may run beyond the number asked for. */
export function surgeInRollout(strategy: JsonObject, pods: number): number {
  return share(objectOf(strategy.rollingUpdate).maxSurge ?? DEFAULT_SHARE, pods, Math.ceil);
}

function share(value: unknown, pods: number, round: (number: number) => number): number {
  if (typeof value === 'string' && /^\d+%$/.test(value)) {
    return round((pods * parseInt(value, 10)) / 100);
  }
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : 0;
}
