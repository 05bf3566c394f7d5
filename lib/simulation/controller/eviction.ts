import { desiredHealthy, type DisruptionBound } from '../../manifest/disruption-budget';
import type { KeptPod } from './kept-pod';

/** What the API says to an eviction: it is done, it may be asked again later, or it cannot be done at all. */
export type Eviction = 'evicted' | 'too many requests' | 'refused';

/**
 * Asks for the eviction of a pod (`pkg/registry/core/pod/storage/eviction.go`, `EvictionREST.Create`;
 * `pkg/controller/disruption/disruption.go`, `updatePdbStatus`).
 *
 * @param budgets those that select it: with more than one the API refuses
 * @param replicas as many pods as its controller is to have
 */
export function evict(pod: KeptPod, pods: readonly KeptPod[], budgets: readonly DisruptionBound[], replicas: number): Eviction {
  const [budget] = budgets;
  if (budgets.length > 1 && pod.alive && !pod.pending) {
    return 'refused';
  }
  if (budget && pod.alive && !pod.pending && !allows(budget, pod, pods, replicas)) {
    return 'too many requests';
  }
  pod.delete();
  return 'evicted';
}

function allows(budget: DisruptionBound, pod: KeptPod, pods: readonly KeptPod[], replicas: number): boolean {
  const healthy = pods.filter(({ alive, ready }) => alive && ready).length;
  const desired = desiredHealthy(budget, replicas);
  return (!pod.ready && (budget.alwaysEvictsUnhealthy || (healthy >= desired && desired > 0))) || healthy > desired;
}
