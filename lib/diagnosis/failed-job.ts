import type { ApiObject } from '../manifest/api-object';
import { conditionOf } from './state/pod-state';

/** Whether a Job has been given up (`k8s.io/api/batch/v1`, `JobFailed`). */
export function isJobFailed(job: ApiObject): boolean {
  return conditionOf(job, 'Failed')?.status === 'True';
}
