import type { WorkerPlanNumbers } from './plan-numbers';
import { ENOUGH_WORKERS, type PoolWeight } from './pool-weight';
import { WorkerBound } from './worker-bound';
import { TRAITS } from './worker-class';
import { bytesInWords } from '../wording/quantity';
import { durationInWords } from '../wording/duration';

/** So many threads of one worker serve probes beside users as well as a second worker does. */
const ENOUGH_THREADS = 4;

type Planned = Pick<
  WorkerPlanNumbers,
  'workerClass' | 'workers' | 'threads' | 'boundBy' | 'cpus' | 'memoryLimit' | 'maxRequests' | 'gracefulTimeout'
>;

/** What a plan that fits still leaves to be wished for. */
export function poolWarnings(plan: Planned, weight: PoolWeight): string[] {
  return [...tightness(plan, weight), ...idleCpus(plan, weight), ...singleWorker(plan, weight), ...recycling(plan)];
}

function* tightness({ workers, memoryLimit }: Planned, weight: PoolWeight): Generator<string> {
  if (weight.isTight(workers)) {
    const filled = Math.round((100 * weight.of(workers)) / memoryLimit);
    yield `the pool fills ${filled} % of the memory limit under load; over 80 % leaves little for a spike`;
  }
}

function* idleCpus({ workers, boundBy, cpus }: Planned, weight: PoolWeight): Generator<string> {
  if (boundBy === WorkerBound.MEMORY && workers < Math.floor(cpus)) {
    yield (
      `the memory limit holds ${workers} of the workers, which compute on ${workers} of ${cpus} CPUs; ` +
      `the others idle. A memory limit of ${weight.limitFor(Math.ceil(cpus))} buys a worker for each`
    );
  }
}

function* singleWorker({ workerClass, workers, threads, memoryLimit }: Planned, weight: PoolWeight): Generator<string> {
  if (workers < ENOUGH_WORKERS && !(TRAITS[workerClass].threaded && threads >= ENOUGH_THREADS)) {
    yield `one worker answers users and probes alike, so one slow request fails the probe; ${
      weight.workers >= ENOUGH_WORKERS
        ? `the memory limit of ${bytesInWords(memoryLimit)} has room for a second`
        : `a memory limit of ${weight.limitFor(ENOUGH_WORKERS)} buys the second`
    }`;
  }
}

function* recycling({ workers, maxRequests, gracefulTimeout }: Planned): Generator<string> {
  if (maxRequests > 0) {
    yield (
      `recycling: while one of ${workers} workers drains, for up to ${durationInWords(gracefulTimeout)}, the pool is ` +
      `${Math.round(100 / workers)} % smaller; probes count towards maxRequests`
    );
  }
}
