import type { ApiObject } from './api-object';
import { integerOf, objectOf } from './json';

/** Both default to this (`SetDefaults_Deployment`, `pkg/apis/apps/v1/defaults.go`). */
const DEFAULT_SHARE = '25%';
/** Seconds (`SetDefaults_Deployment`). Argo Rollouts has the same. */
export const DEFAULT_PROGRESS_DEADLINE = 600;

/** How a workload replaces its pods. */
export interface Rollout {
  /** `recreate`: all old pods go before a new one comes. `other`: no Deployment; one pod after the other. */
  readonly strategy: 'rolling' | 'recreate' | 'other';
  /** Pods that it may run beyond the number asked for. */
  surge(pods: number): number;
  /** Pods that it may take away at once. */
  unavailable(pods: number): number;
  /** Seconds for which a pod has to be ready before it counts as available. */
  readonly minReady: number;
  /** Seconds without progress after which it is declared failed; nothing where it never is. */
  readonly progressDeadline?: number;
}

/** How a workload replaces its pods, by its manifest. */
export function rolloutOf({ kind, json }: ApiObject): Rollout {
  const spec = objectOf(json.spec);
  const strategy = objectOf(spec.strategy);
  const progresses = kind === 'Deployment' || kind === 'Rollout';
  // Zero means "never" to Argo Rollouts, and the API server refuses it for a Deployment.
  const deadline = integerOf(spec.progressDeadlineSeconds) ?? DEFAULT_PROGRESS_DEADLINE;
  const { maxSurge = DEFAULT_SHARE, maxUnavailable = DEFAULT_SHARE } = objectOf(strategy.rollingUpdate);
  const rolling = kind === 'Deployment' && strategy.type !== 'Recreate';
  const surge = (pods: number) => (rolling ? share(maxSurge, pods, Math.ceil) : 0);
  return {
    strategy: strategy.type === 'Recreate' ? 'recreate' : rolling ? 'rolling' : 'other',
    surge,
    // `pkg/controller/deployment/util/deployment_util.go`, `ResolveFenceposts`: maxSurge is rounded up, maxUnavailable down,
    // and when both come to nothing one pod may go.
    unavailable: (pods) => {
      const unavailable = rolling ? share(maxUnavailable, pods, Math.floor) : 1;
      return Math.min(rolling && surge(pods) === 0 && unavailable === 0 ? 1 : unavailable, pods);
    },
    minReady: Math.max(integerOf(spec.minReadySeconds) ?? 0, 0),
    progressDeadline: progresses && deadline > 0 ? deadline : undefined,
  };
}

function share(value: unknown, pods: number, round: (number: number) => number): number {
  if (typeof value === 'string' && /^\d+%$/.test(value)) {
    return round((pods * parseInt(value, 10)) / 100);
  }
  return Number.isInteger(value) && (value as number) >= 0 ? (value as number) : 0;
}
