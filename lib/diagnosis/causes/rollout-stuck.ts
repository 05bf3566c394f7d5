import type { Cause } from '../cause';
import { conditionOf } from '../state/pod-state';
import { objectOf, shown } from '../../manifest/json';
import { evidence, kubectl } from '../wording';

export const rolloutStuck: Cause = {
  id: 'rollout-stuck',
  link: 'workload',
  severity: 'error',
  follows: true,
  symptom: 'stuck',
  summary: 'A rollout made no progress within its deadline',
  doc: {
    why: 'No new pod became available for progressDeadlineSeconds. Old pods may go on to serve; nothing is rolled back by itself.',
    fix: 'Fix what keeps the new pods from being ready, or kubectl rollout undo.',
    judges: 'A Deployment whose condition Progressing is False with ProgressDeadlineExceeded.',
    source: 'pkg/controller/deployment/progress.go, syncRolloutStatus; util/deployment_util.go, TimedOutReason',
  },
  *see(state) {
    for (const { object } of state.scenes) {
      const condition = conditionOf(object, 'Progressing');
      if (condition?.status === 'False' && condition.reason === 'ProgressDeadlineExceeded') {
        const { replicas, updatedReplicas, availableReplicas } = objectOf(object.json.status);
        yield {
          subject: object,
          message:
            `its rollout is past its deadline: ${shown(updatedReplicas ?? 0)} of ${shown(replicas ?? 0)} pods are new, ` +
            `${shown(availableReplicas ?? 0)} available`,
          evidence: [evidence(object, 'condition Progressing', `${condition.reason}: ${condition.message}`)],
          fix: 'fix what keeps the new pods from being ready, or go back: kubectl rollout undo',
          next: kubectl(object, 'rollout', 'status', `${object.kind.toLowerCase()}/${object.name}`, '--timeout=5s'),
        };
      }
    }
  },
};
