import type { ProbeTiming } from '../../health/probe-timing';
import type { ProbeRole } from '../../conventions/probe-role';

/**
 * What asking a container came to (`pkg/probe`, `Result`). A warning counts as a success; `unknown` is an error of the
 * prober itself, which says nothing about the container.
 */
export type Answer = 'success' | 'warning' | 'failure' | 'unknown';

/** What a worker has concluded (`pkg/kubelet/prober/results`). */
export type Result = 'success' | 'failure' | 'unknown';

/** A probe as the prober runs it. */
export interface Probe {
  readonly timing: ProbeTiming;
  /** Seconds that a container has to end after this probe condemned it, where they differ from the pod's. */
  readonly terminationGracePeriodSeconds?: number;
}

/** The probes of one container. */
export type Probes = { readonly [role in ProbeRole]?: Probe };

/** One time that a container was asked. */
export interface Attempt {
  readonly role: ProbeRole;
  /** Which container was asked: a restart is a new one, counted from 1. */
  readonly container: number;
  /** Milliseconds of the clock. */
  readonly began: number;
  readonly ended: number;
  /** `timeout` counts as a failure. */
  readonly answer: Answer | 'timeout';
}
