import type { WorkerPlanNumbers } from './plan-numbers';
import { TRAITS, type WorkerClass } from './worker-class';
import { bytesInWords, cpusInWords } from '../wording/quantity';
import { durationInWords } from '../wording/duration';

/** What the account of a plan names. */
export interface PlanFigures {
  readonly workers: number;
  readonly workerClass: WorkerClass;
  readonly threads: number;
  readonly cpus: number;
  readonly memoryLimitBytes: number;
  readonly concurrency: number;
  readonly sharedQueue: boolean;
  readonly boundBy: string;
  readonly loadedBytes: number;
  readonly bootBytes: number;
  readonly warnings: readonly string[];
  readonly timeoutSeconds: number;
  readonly gracefulTimeoutSeconds: number;
  readonly keepaliveSeconds?: number;
  readonly maxRequests: number;
  readonly maxRequestsJitter: number;
}

/** The arithmetic of a plan as a person would do it on paper. */
export function explainPlan(plan: PlanFigures, numbers: WorkerPlanNumbers): string {
  const traits = TRAITS[plan.workerClass];
  const each = traits.threaded ? ` × ${plan.threads} threads` : '';
  const plural = plan.workers === 1 ? 'worker' : 'workers';
  const weight = numbers.weightIsMeasured ? 'measured under load' : 'as stated';
  const reserved = numbers.reserved ? `${bytesInWords(numbers.reserved)} reserved + ` : '';
  const share = Math.round((100 * plan.loadedBytes) / plan.memoryLimitBytes);
  return [
    `pool       ${plan.workers} ${plan.workerClass} ${plural}${each} for ${cpusInWords(plan.cpus)} and ` +
      `${bytesInWords(plan.memoryLimitBytes)}: ` +
      `${plan.concurrency} ${plan.concurrency === 1 ? 'request' : 'requests'} at ` +
      `once${plan.sharedQueue ? ', from one queue' : ''}; bound by ${plan.boundBy}`,
    `memory     ${reserved}master ${bytesInWords(numbers.masterBytes)} + ${plan.workers} × ` +
      `${bytesInWords(numbers.loadedBytesPerWorker)} (${weight}) = ` +
      `${bytesInWords(plan.loadedBytes)}, ${share} % of the limit; at boot it looks like ${bytesInWords(plan.bootBytes)}`,
    `time       ${times(plan)}`,
    ...numbers.assumptions.map((assumption) => `assumed    ${assumption}`),
    ...plan.warnings.map((warning) => `mind       ${warning}`),
  ].join('\n');
}

function times(plan: PlanFigures): string {
  return [
    `timeout ${durationInWords(plan.timeoutSeconds)} ` +
      `${TRAITS[plan.workerClass].timeoutEndsRequests ? '(ends a request)' : '(heartbeat only, ends no request)'}`,
    `graceful timeout ${durationInWords(plan.gracefulTimeoutSeconds)}`,
    plan.keepaliveSeconds ? `keep-alive ${durationInWords(plan.keepaliveSeconds)}` : 'no keep-alive',
    plan.maxRequests ? `recycled after ${plan.maxRequests} + 0…${plan.maxRequestsJitter} requests` : 'never recycled',
  ].join(', ');
}
