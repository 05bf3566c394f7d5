import { LONG_LOCK_WAIT, meanLockWait } from './interpreter-lock';
import { longWait, meanWait, utilisation, type Station } from './pool-queue';
import { TRAITS, WorkerClass } from './worker-class';

/** What one pod has for its requests. */
export interface PodCapacity {
  readonly workerClass: WorkerClass;
  /** Worker processes: Python computes on one CPU in each. */
  readonly workers: number;
  /** Requests that one of them serves at once. */
  readonly slotsPerWorker: number;
  readonly cpus: number;
  /** Whether requests wait for all gthread workers together. */
  readonly sharedQueue: boolean;
}

/** What is asked of a service. Times in seconds. */
export interface Demand {
  /** Requests a second. */
  readonly arrivals: number;
  /** What a request takes on a CPU of its own. */
  readonly service: number;
  /** The share of that time that it computes. */
  readonly onCpu: number;
}

/** Seconds, on average and for 99 of 100. */
export interface Wait {
  readonly mean: number;
  readonly p99: number;
}

/**
 * By how much more than its part the busiest of several gthread workers has to do: which of them accepts is left to the kernel
 * (docs/facts.md, "The pool and the probes share one queue").
 */
const UNEVEN = 1.15;
/** Every tenth of a second the kernel refills what a container may compute under a limit (CFS, `cpu.cfs_period_us`). */
const QUOTA_PERIOD = 0.1;

/** CPUs that the workers can compute on. */
export function usableCpus({ cpus, workers }: Pick<PodCapacity, 'cpus' | 'workers'>): number {
  return Math.min(cpus, workers);
}

/** What a request takes on such a CPU: a fraction of one computes that much slower. Seconds. */
export function stretched({ service, onCpu }: Pick<Demand, 'service' | 'onCpu'>, cpus: number): number {
  return service * (1 - onCpu) + (service * onCpu) / Math.min(cpus, 1);
}

/**
 * How long a probe of one pod waits: for a slot, in one queue of all workers or of the worker that accepted it, and then for the CPU.
 * An approximation by M/M/c queues, in which computing takes longer the busier the CPU is, as it is shared.
 */
export function probeWait(demand: Demand, pod: PodCapacity): Wait {
  const { arrivals, service, onCpu } = demand;
  const usable = usableCpus(pod);
  const busy = Math.min((arrivals * service * onCpu) / usable, 1);
  const held = service * (1 - onCpu) + (busy < 1 ? (service * onCpu) / Math.min(usable, 1) / (1 - busy) : Infinity);
  const ownQueues = pod.workerClass === WorkerClass.GTHREAD && !pod.sharedQueue && pod.workers > 1;
  const [share, servers] = ownQueues ? [UNEVEN / pod.workers, pod.slotsPerWorker] : [1, pod.workers * pod.slotsPerWorker];
  const slots: Station = { servers, service: held };
  const cpu = cpuWait(demand, pod, busy);
  return {
    mean: meanWait(arrivals * share, slots) + cpu.mean,
    p99: longWait(arrivals * share, slots) + cpu.p99,
  };
}

/** An event loop serves one after the other; threads wait for the lock of their interpreter; processes share the CPUs evenly. */
function cpuWait({ arrivals, service, onCpu }: Demand, pod: PodCapacity, busy: number): Wait {
  const usable = usableCpus(pod);
  const throttled = pod.cpus < 1 ? QUOTA_PERIOD * (1 - pod.cpus) : 0;
  if (onCpu === 0) {
    return { mean: 0, p99: 0 };
  }
  if (TRAITS[pod.workerClass].concurrency > 1) {
    const loop: Station = {
      servers: Math.max(1, Math.floor(usable)),
      service: (service * onCpu * Math.max(1, Math.floor(usable))) / usable,
    };
    return { mean: meanWait(arrivals, loop), p99: longWait(arrivals, loop) };
  }
  if (pod.workerClass !== WorkerClass.GTHREAD) {
    return { mean: throttled * busy, p99: throttled };
  }
  // Of an even share among those at work, busy ÷ (1 − busy) are at work on average; each worker has its part of them.
  const computing = Math.min(busy < 1 ? busy / (1 - busy) / pod.workers : Infinity, pod.slotsPerWorker - 1);
  const lock = meanLockWait(computing) / Math.min(pod.cpus, 1);
  return { mean: lock + throttled * busy, p99: LONG_LOCK_WAIT * lock + throttled };
}

/** The share of the slots that is taken. */
export function slotUtilisation(demand: Demand, pod: PodCapacity): number {
  return utilisation(demand.arrivals, { servers: pod.workers * pod.slotsPerWorker, service: stretched(demand, usableCpus(pod)) });
}
