import type { Observation } from '../../review';
import type { Path } from '../../manifest/path';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Container } from '../../manifest/container';

/** What was measured and is wrong: what a rule would say of it. Object and container are those of the rehearsal. */
export type Measured = { readonly rule: string } & Omit<Observation, 'object' | 'container' | 'edit'>;

/** Where a probe stands in the workload; where it would, if there is none. */
export function probePath(container: Container, role: ProbeRole): Path {
  return container[role]?.path ?? container.path;
}

/** Seconds as they were measured, to a hundredth where that matters. */
export function measuredInWords(seconds: number): string {
  return seconds < 10 ? `${seconds.toFixed(2)} s` : `${seconds.toFixed(1)} s`;
}
