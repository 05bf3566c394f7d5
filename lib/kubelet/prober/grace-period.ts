import type { Probes } from './probe';

/**
 * Seconds from SIGTERM to SIGKILL for a container that a probe condemned: the probe's own where it has them, longer or
 * shorter than the pod's (`kuberuntime_container.go`, `setTerminationGracePeriod`). What a preStop hook takes of it, and the
 * least of 2 s, are the pod's business.
 */
export function gracePeriodAfter(role: 'startup' | 'liveness', probes: Probes, ofPod: number): number {
  return probes[role]?.terminationGracePeriodSeconds ?? ofPod;
}
