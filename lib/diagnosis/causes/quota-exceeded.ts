import { podRefusals } from '../pod-refusal';
import type { Cause } from '../cause';
import { kubectl } from '../wording';

export const quotaExceeded: Cause = {
  id: 'quota-exceeded',
  link: 'workload',
  severity: 'error',
  symptom: 'pending',
  summary: 'Pods are not created: the quota of the namespace is used up',
  doc: {
    why: 'The API server refuses a pod that would exceed a ResourceQuota. There is no pod to look at: only the ReplicaSet or Job says so.',
    fix: 'Raise the quota, request less, or remove what uses it; a rollout needs room for its surge.',
    judges:
      'A workload with fewer pods than it wants, whose ReplicaSet has the condition ReplicaFailure, or an event FailedCreate, ' +
      'that says "exceeded quota".',
    source:
      'k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go, checkRequest; ' +
      'pkg/controller/replicaset/replica_set_utils.go, calculateStatus',
  },
  *see(state) {
    for (const { scene, says, evidence } of podRefusals(state)) {
      const quota = /exceeded quota: ([^,]+), (requested: .*)$/.exec(says);
      if (quota) {
        yield {
          subject: scene.object,
          message: `its pods are refused: quota ${quota[1]} is used up (${quota[2]})`,
          evidence,
          fix: `raise the quota ${quota[1]}, or request less`,
          next: kubectl(scene.object, 'describe', 'resourcequota', quota[1]),
        };
      }
    }
  },
};
