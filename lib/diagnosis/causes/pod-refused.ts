import { podRefusals } from '../pod-refusal';
import type { Cause } from '../cause';
import { describe } from '../wording';

export const podRefused: Cause = {
  id: 'pod-refused',
  link: 'workload',
  severity: 'error',
  symptom: 'pending',
  summary: 'Pods are not created: admission refuses them',
  doc: {
    why: 'A policy, PodSecurity, a LimitRange, a webhook, or a ServiceAccount that does not exist refuses every pod of the template.',
    fix: 'Do what the message says.',
    judges: 'A workload with fewer pods than it wants, whose pods are refused for something other than a quota.',
    source: 'pkg/controller/controller_utils.go, FailedCreatePodReason',
  },
  *see(state) {
    for (const { scene, says, evidence, on } of podRefusals(state)) {
      if (!/exceeded quota/.test(says)) {
        yield {
          subject: scene.object,
          message: `its pods are refused: ${says}`,
          evidence,
          fix: 'change the pod template as the message says, or what refuses it',
          next: describe(on),
        };
      }
    }
  },
};
