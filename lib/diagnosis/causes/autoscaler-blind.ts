import type { Cause } from '../cause';
import { conditionOf } from '../state/pod-state';
import { timeOf } from '../state/time';
import { objectOf } from '../../manifest/json';
import { describe, evidence } from '../wording';

/** The autoscaler has to see pods for a moment before it has a metric. Milliseconds. */
const WARM_UP = 120_000;

export const autoscalerBlind: Cause = {
  id: 'autoscaler-blind',
  link: 'workload',
  severity: 'warning',
  symptom: 'slow',
  summary: 'An autoscaler has no metric or no target, and scales nothing',
  doc: {
    why: 'No metrics server answers, the pods request no CPU, or the target does not exist: the number of pods stays what it is.',
    fix: 'Install or repair the metrics server; request CPU in every container; correct scaleTargetRef.',
    judges:
      'An autoscaler older than two minutes whose condition ScalingActive or AbleToScale is False, but for one whose target ' +
      'was scaled to zero by hand.',
    source: 'pkg/controller/podautoscaler/horizontal.go, getUnableComputeReplicaCountCondition, reconcileAutoscaler',
  },
  *see(state) {
    for (const object of state.bundle.ofKind('autoscaling', 'HorizontalPodAutoscaler')) {
      const created = timeOf(objectOf(object.json.metadata).creationTimestamp);
      const failed = (['ScalingActive', 'AbleToScale'] as const)
        .map((type) => ({ type, condition: conditionOf(object, type) }))
        .find(({ condition }) => condition?.status === 'False' && condition.reason !== 'ScalingDisabled');
      if (failed?.condition && (created === undefined || state.now - created > WARM_UP)) {
        const { type, condition } = failed;
        yield {
          subject: object,
          message: `it does not scale: ${condition.message || condition.reason}`,
          evidence: [evidence(object, `condition ${type}`, `${condition.reason}: ${condition.message}`)],
          fix: /missing request for/.test(condition.message)
            ? 'request CPU in every container of the target'
            : type === 'AbleToScale'
              ? 'correct scaleTargetRef'
              : 'see whether a metrics server answers: kubectl top pods',
          next: describe(object),
        };
      }
    }
  },
};
