import type { WorkerBound } from './worker-bound';
import type { WorkerClass } from './worker-class';
import type { WorkerTimes } from './worker-times';

/**
 * What the arithmetic came to. Times in seconds, sizes in bytes.
 *
 * @internal
 */
export interface WorkerPlanNumbers extends WorkerTimes {
  readonly workerClass: WorkerClass;
  readonly workers: number;
  readonly threads: number;
  readonly boundBy: WorkerBound;
  readonly cpus: number;
  readonly memoryLimit: number;
  /** Bytes of the limit that are neither master nor workers. */
  readonly reserved: number;
  readonly masterBytes: number;
  readonly bootBytesPerWorker: number;
  readonly loadedBytesPerWorker: number;
  /** Whether the weight of a worker is the library's measurement; otherwise the user stated it. */
  readonly weightIsMeasured: boolean;
  readonly connectionsPerWorker?: number;
  readonly sharedQueue: boolean;
  readonly maxRequests: number;
  readonly maxRequestsJitter: number;
  readonly preloadApp: boolean;
  readonly accessLog: boolean;
  /** What was assumed because nobody said. */
  readonly assumptions: string[];
}
