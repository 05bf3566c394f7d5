import type { PoolMemory } from './pool-settings';

/** Requests that leave memory behind. */
export interface Leak {
  /** Bytes a request. */
  readonly growth: number;
  /** Whom the kernel kills over the limit: one process, or all of the container (`memory.oom.group`). */
  readonly victim: 'worker' | 'container';
}

/** What a worker's weight follows from. */
interface Weighed {
  /** Requests that it has taken up. */
  readonly taken: number;
  /** Bytes that they have left behind. */
  readonly leaked: number;
}

/** Whether a pool of these workers weighs more than its container may. */
export function outweighs(workers: readonly Weighed[], memory: PoolMemory): boolean {
  return workers.reduce((sum, worker) => sum + weightOf(worker, memory), memory.master) > memory.limit;
}

/** The one that the kernel kills first (Linux, `mm/oom_kill.c`, `oom_badness`). */
export function heaviest<W extends Weighed>(workers: readonly W[], memory: PoolMemory): W {
  return workers.reduce((most, worker) => (weightOf(worker, memory) > weightOf(most, memory) ? worker : most));
}

function weightOf({ taken, leaked }: Weighed, { loaded, booted }: PoolMemory): number {
  return taken > 0 ? loaded + leaked : booted;
}
