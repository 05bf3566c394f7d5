import type { Cause } from '../cause';
import { concernsVolume, shortagesIn, unschedulableIn } from '../unschedulable';
import { describe, shareOf } from '../wording';

export const unschedulablePlacement: Cause = {
  id: 'unschedulable-placement',
  link: 'pod',
  severity: 'error',
  symptom: 'pending',
  summary: 'Pods are Pending: taints, node selectors or spread leave no node for them',
  doc: {
    why: 'Every node is excluded: cordoned, tainted, without the label that is asked for, or taken already where pods must not share one.',
    fix: 'Uncordon a node, tolerate the taint, correct the selector, or make the spread a preference (ScheduleAnyway).',
    judges: 'A pod without a node of which the scheduler says neither a shortage nor a volume.',
    source: 'pkg/scheduler/framework/plugins/tainttoleration, nodeaffinity, nodeunschedulable, podtopologyspread',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const pods = unschedulableIn(scene).filter(({ says }) => shortagesIn(says).length === 0 && !concernsVolume(says));
      const [first] = pods;
      if (first) {
        yield {
          subject: scene.object,
          message: `${shareOf(pods.length, scene.current.length)} pending: ${first.says.split('. ')[0]}`,
          evidence: first.evidence,
          fix: 'uncordon a node, tolerate its taint, or ask for less in selectors and spread',
          next: describe(first.pod.object),
        };
      }
    }
  },
};
