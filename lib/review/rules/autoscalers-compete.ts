import { objectInWords, type ApiObject } from '../../manifest/api-object';
import { autoscalersOf } from '../../manifest/autoscaler';
import { listOf, objectOf } from '../../manifest/json';
import type { Rule } from '../rule';

export const autoscalersCompete: Rule = {
  id: 'autoscalers-compete',
  model: 'capacity',
  severity: 'error',
  summary: 'Two autoscalers set the replicas of one workload',
  doc: {
    why:
      'Each corrects what the other has decided: pods come and go every few seconds. A KEDA ScaledObject makes a ' +
      'HorizontalPodAutoscaler of its own, so it counts.',
    fix: 'Put all metrics into one autoscaler: several metrics in one take the highest.',
    judges:
      'HorizontalPodAutoscalers and ScaledObjects of one namespace with the same target. What KEDA itself made, and a ' +
      'ScaledObject that takes an existing one over ' +
      '(transfer-hpa-ownership), are left alone.',
    source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#ambiguous-selectors',
  },
  *check({ bundle }) {
    const first = new Map<string, ApiObject>();
    for (const { object, targetKind, targetName } of autoscalersOf(bundle)) {
      const metadata = objectOf(object.json.metadata);
      const takesOver = objectOf(metadata.annotations)['scaledobject.keda.sh/transfer-hpa-ownership'] === 'true';
      if (targetName === '' || takesOver || listOf(metadata.ownerReferences).length > 0) {
        continue;
      }
      const target = `${object.namespace}/${targetKind} ${targetName}`;
      const other = first.get(target);
      // The same one twice is one, and duplicate-object says it.
      if (other?.name === object.name && other.kind === object.kind) {
        continue;
      }
      if (other) {
        yield {
          object,
          path: ['spec', 'scaleTargetRef'],
          message: `${objectInWords(object)} and ${objectInWords(other)} both scale ${targetKind} ${targetName}`,
          consequence: 'each undoes what the other decides: pods come and go',
          fix: 'put the metrics of both into one',
        };
      } else {
        first.set(target, object);
      }
    }
  },
};
