import { stretched } from './probe-wait';

/** Fewer serve a probe and its users badly, and where requests compute for much of their time more of them only wait for the lock. */
export const DEFAULT_THREADS = 4;
export const MOST_THREADS = 64;
/** Slots beyond those that keep the CPUs busy, as requests spread unevenly over the workers. */
const SPARE = 1.15;

/**
 * Threads of each worker that keep the CPUs busy: as many requests at once as there are CPUs, divided by the share of its time that a
 * request is on one.
 *
 * @param onCpu the share of the time of a request that it computes
 */
export function threadsFor(onCpu: number, cpus: number, workers: number): number {
  // On a fraction of a CPU a request computes for longer, and for a larger part of its time.
  const slots = (cpus * stretched({ service: 1, onCpu }, cpus)) / Math.max(onCpu, 1e-3);
  return Math.min(Math.max(Math.ceil((slots * SPARE) / workers), DEFAULT_THREADS), MOST_THREADS);
}
