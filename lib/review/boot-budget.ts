import type { ProbeTiming } from '../health/probe-timing';

/** Seconds over the boot: to schedule the pod and to pull its image. */
export const SPARE = 60;

/** The probes that decide when a container counts as ready. */
export interface BootProbes {
  readonly startup?: { readonly timing: ProbeTiming };
  readonly readiness?: { readonly timing: ProbeTiming };
}

/**
 * The longest boot that the probes let live, in seconds. The initial delay of readiness counts from the container's start
 * (`worker.doProbe`).
 */
export function bootBudget({ startup, readiness }: BootProbes): number {
  const started = startup?.timing.latestVerdict ?? 0;
  if (!readiness) {
    return started;
  }
  const { initialDelaySeconds, successThreshold, periodSeconds, timeoutSeconds } = readiness.timing;
  return Math.max(started, initialDelaySeconds) + successThreshold * periodSeconds + timeoutSeconds;
}

/** The deadline of a rollout whose pods may take so long. Seconds. */
export function deadlineFor(boot: number): number {
  return Math.ceil(boot) + SPARE;
}
