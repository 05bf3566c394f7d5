import type { ProbeRole } from '../../conventions/probe-role';

/** What can happen to a pod. */
export type PodEventKind =
  | 'init container failed'
  | 'init done'
  | 'container started'
  | 'probe failed'
  | 'ready'
  | 'not ready'
  | 'condemned'
  | 'SIGTERM'
  | 'SIGKILL'
  | 'out of memory'
  | 'container exited'
  | 'worker timed out'
  | 'worker recycled'
  | 'worker out of memory'
  | 'in endpoints'
  | 'out of endpoints'
  | 'deleted'
  | 'gone';

/** One thing that happened to a pod. */
export interface PodEvent {
  /** Milliseconds since the simulation began. */
  readonly at: number;
  readonly pod: string;
  readonly kind: PodEventKind;
  /** The probe, where it is about one. */
  readonly probe?: ProbeRole;
  /** The container, where it is not the one that serves. */
  readonly container?: string;
}
