import type { Cause } from '../cause';
import { concernsVolume, shortagesIn, unschedulableIn } from '../unschedulable';
import { describe, shareOf } from '../wording';

export const unschedulableResources: Cause = {
  id: 'unschedulable-resources',
  link: 'pod',
  severity: 'error',
  symptom: 'pending',
  summary: 'Pods are Pending: no node has the CPU or memory left that they request',
  doc: {
    why: 'The scheduler counts requests, not use. During a rollout the surge needs room beside the pods that are there.',
    fix: 'Request less, add nodes, or let the rollout take a pod away first (maxSurge 0).',
    judges: 'A pod without a node of which the scheduler says that nodes have too little of something.',
    source: 'pkg/scheduler/framework/plugins/noderesources/fit.go, fitsRequest',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const pods = unschedulableIn(scene).filter(({ says }) => shortagesIn(says).length > 0 && !concernsVolume(says));
      const [first] = pods;
      if (first) {
        yield {
          subject: scene.object,
          message: `${shareOf(pods.length, scene.current.length)} pending: no node fits (${shortagesIn(first.says).join(', ')})`,
          evidence: first.evidence,
          fix: 'request less, add a node, or free what others request',
          next: describe(first.pod.object),
        };
      }
    }
  },
};
