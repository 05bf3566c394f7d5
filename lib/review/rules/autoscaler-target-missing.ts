import { objectInWords, mayShareNamespace } from '../../manifest/api-object';
import { autoscalersOf, targetOf } from '../../manifest/autoscaler';
import type { Rule } from '../rule';

export const autoscalerTargetMissing: Rule = {
  id: 'autoscaler-target-missing',
  model: 'capacity',
  severity: 'error',
  summary: 'An autoscaler targets a workload that does not exist',
  doc: {
    why: 'Nothing refuses such an autoscaler. The workload that was meant keeps the number of pods it has, whatever the load is.',
    fix: 'Name kind and name of the workload in scaleTargetRef.',
    judges:
      'The target may live elsewhere. It is reported when the bundle has a workload in that namespace that was plainly meant: ' +
      'one of the same name and another kind, or one ' +
      "that bears the autoscaler's own name. With `--complete` every target that is not there is reported. Silent where part of the " +
      'input could not be read.',
    source: 'pkg/controller/podautoscaler/horizontal.go, reconcileAutoscaler (FailedGetScale)',
  },
  *check({ bundle }) {
    for (const autoscaler of autoscalersOf(bundle)) {
      const { object, targetKind, targetName } = autoscaler;
      if (bundle.absence === 'unknown' || targetOf(bundle, autoscaler)) {
        continue;
      }
      const meant = bundle.workloads.find(
        (workload) =>
          !workload.finite &&
          workload.object.kind !== 'Pod' &&
          mayShareNamespace(workload.object.namespace, object.namespace) &&
          (workload.object.name === targetName || workload.object.name === object.name),
      );
      if (meant || bundle.absence === 'nowhere') {
        yield {
          object,
          path: ['spec', 'scaleTargetRef'],
          message: `${objectInWords(object)} scales ${targetKind} ${targetName || '(unnamed)'}, which is not here${meant ? `; ${objectInWords(meant.object)} is` : ''}`,
          consequence: 'the number of pods never changes',
          fix: meant ? `target ${meant.object.kind} ${meant.object.name}` : 'name a workload that is there',
        };
      }
    }
  },
};
