import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { integerOf, objectOf } from '../../manifest/json';
import type { Rule } from '../rule';

export const replicasFightAutoscaler: Rule = {
  id: 'replicas-fight-autoscaler',
  model: 'capacity',
  severity: 'warning',
  summary: 'A manifest sets the replicas that an autoscaler decides',
  doc: {
    why:
      'Every apply sets the number back to what the manifest says, at peak hours too: pods are taken away until the autoscaler has ' +
      'noticed.',
    fix: 'Leave spec.replicas out where an autoscaler decides.',
    judges:
      'Workloads of the bundle with spec.replicas that a HorizontalPodAutoscaler or ScaledObject of the bundle targets. 0 ' +
      'switches the autoscaler off and is left alone. ' +
      '--fix leaves it: removed from an object that `kubectl apply` made, the field falls back to 1 once, and somebody has to ' +
      'pick the hour.',
    source:
      'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#migrating-deployments-' +
      'and-statefulsets-to-horizontal-autoscaling',
  },
  *check({ bundle }) {
    for (const [target, autoscaler] of autoscaledWorkloads(bundle)) {
      const replicas = integerOf(objectOf(target.json.spec).replicas);
      if (replicas) {
        yield {
          object: target,
          path: ['spec', 'replicas'],
          message:
            `${objectInWords(target)} sets ${replicas} replicas; ${objectInWords(autoscaler.object)} decides between ${autoscaler.least} and ` +
            `${autoscaler.most ?? '…'}`,
          consequence: `every apply goes back to ${replicas}, whatever the load is`,
          fix: 'remove spec.replicas, at a quiet hour: kubectl apply falls back to 1 pod once when it does',
        };
      }
    }
  },
};
