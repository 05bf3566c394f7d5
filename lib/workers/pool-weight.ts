import type { LimitNumbers, PoolNumbers } from './pool-numbers';
import { DEFAULT_THREADS, threadsFor } from './thread-count';
import { TRAITS } from './worker-class';
import { loadedWorker, master } from './worker-memory';
import { MEBIBYTE } from '../conventions/quantity';
import { atLeastInWords } from '../wording/quantity';

/** The part of the limit that a plan fills at most; the rest is for growth, spikes and the page cache. */
const FILL = 0.8;
/** Fewer than this serve probes and users from one place. */
export const ENOUGH_WORKERS = 2;

/** What a pool weighs under a memory limit, in bytes. */
export class PoolWeight {
  readonly reserved: number;
  readonly masterBytes: number;
  readonly threads: number;
  readonly bytesPerWorker: number;

  constructor(
    options: PoolNumbers,
    limits: LimitNumbers,
    cpus: number,
    readonly memoryLimit: number,
  ) {
    this.reserved = (options.reservedMemory ?? 0) + (limits.reserved ?? 0);
    this.masterBytes = master(options.preloadApp ?? false) * MEBIBYTE;
    const weightOf = (threads: number) => options.memoryPerWorker ?? loadedWorker(options.workerClass, threads) * MEBIBYTE;
    const fillable = this.fillable;
    this.threads = TRAITS[options.workerClass].threaded ? (options.threads ?? threadsWithin(limits, cpus, { fillable, weightOf })) : 1;
    this.bytesPerWorker = weightOf(this.threads);
  }

  /** What the workers may weigh in all. */
  private get fillable(): number {
    return this.memoryLimit * FILL - this.masterBytes - this.reserved;
  }

  /** So many workers fit. */
  get workers(): number {
    return Math.floor(this.fillable / this.bytesPerWorker);
  }

  of(workers: number): number {
    return this.reserved + this.masterBytes + workers * this.bytesPerWorker;
  }

  /** Whether so many workers leave little for a spike. */
  isTight(workers: number): boolean {
    return this.of(workers) > this.memoryLimit * FILL;
  }

  /** The memory limit that so many workers need. */
  limitFor(workers: number): string {
    return atLeastInWords(this.of(workers) / FILL);
  }
}

/** As many threads as keep the CPUs busy, where that is known, but no more than leave room for as many workers. */
function threadsWithin(
  { onCpu, connections = Infinity }: LimitNumbers,
  cpus: number,
  memory: { readonly fillable: number; readonly weightOf: (threads: number) => number },
): number {
  if (onCpu === undefined) {
    return DEFAULT_THREADS;
  }
  const workers = Math.max(ENOUGH_WORKERS, Math.ceil(cpus));
  let threads = threadsFor(onCpu, cpus, workers);
  while (threads > DEFAULT_THREADS && (workers * memory.weightOf(threads) > memory.fillable || workers * threads > connections)) {
    threads -= 1;
  }
  return threads;
}
