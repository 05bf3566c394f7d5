import type { Rollout } from '../manifest/rollout';
import type { RolloutSettings } from './controller/deployment';

/** The model of a rollout. What is no Deployment is assumed to replace one pod after the other. */
export function rolloutSettings({ strategy, surge, unavailable, minReady, progressDeadline }: Rollout, replicas: number): RolloutSettings {
  return {
    replicas,
    maxSurge: surge(replicas),
    maxUnavailable: unavailable(replicas),
    minReady: minReady * 1000,
    recreate: strategy === 'recreate',
    progressDeadline: (progressDeadline ?? Infinity) * 1000,
  };
}
