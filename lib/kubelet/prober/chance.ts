import type { ProbeRole } from '../../conventions/probe-role';
import type { Random } from '../random';

/** Why a worker runs again: its ticker, the kubelet that wants to know readiness now, or the end of the pod. */
export type Wake = 'stop' | 'tick' | 'trigger';

/** What the kubelet leaves to chance. */
export interface Chance {
  /** The part of a period, from 0 up to 1, that a worker of a young kubelet sleeps first (`worker.run`, `rand.Float64`). */
  offset(role: ProbeRole): number;
  /** The case that Go's select takes when several are ready: any of them. */
  select(role: ProbeRole, ready: readonly Wake[]): Wake;
}

/** Chance as the simulation has it: the same for the same seed. */
export function drawnFrom(random: Random): Chance {
  return {
    offset: () => random.uniform(),
    select: (_, ready) => ready[Math.floor(random.uniform() * ready.length)],
  };
}
