import type { RolloutSettings } from './controller/deployment';
import { integerOf, objectOf } from '../manifest/json';
import { surgeInRollout, unavailableInRollout } from '../manifest/rollout';
import type { Workload } from '../manifest/workload';

/** `SetDefaults_Deployment` (`pkg/apis/apps/v1/defaults.go`). Seconds. */
const PROGRESS_DEADLINE = 600;

/** How a workload replaces its pods. What is no Deployment is taken to replace one pod after the other. */
export function rolloutOf({ object }: Workload, replicas: number): RolloutSettings {
  const spec = objectOf(object.json.spec);
  const strategy = objectOf(spec.strategy);
  const rolling = object.kind === 'Deployment';
  return {
    replicas,
    maxSurge: rolling ? surgeInRollout(strategy, replicas) : 0,
    maxUnavailable: rolling ? unavailableInRollout(strategy, replicas) : 1,
    minReady: Math.max(integerOf(spec.minReadySeconds) ?? 0, 0) * 1000,
    recreate: strategy.type === 'Recreate',
    progressDeadline: (integerOf(spec.progressDeadlineSeconds) ?? PROGRESS_DEADLINE) * 1000,
  };
}
