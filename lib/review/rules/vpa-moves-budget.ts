import { objectInWords } from '../../manifest/api-object';
import { listOf, objectOf, textOf } from '../../manifest/json';
import { isKnown } from '../../application/process/setting';
import { pools } from '../pool';
import type { Rule } from '../rule';

export const vpaMovesBudget: Rule = {
  id: 'vpa-moves-budget',
  model: 'capacity',
  severity: 'warning',
  summary: 'A VerticalPodAutoscaler changes the memory for which the number of workers was chosen',
  doc: {
    why:
      'Limits move with the requests that it sets. The number of workers stays, so the pool that fitted yesterday may be over its ' +
      'limit tomorrow, and every change restarts pods.',
    fix: 'Use updateMode: "Off" and read its recommendations, or bound it with minAllowed.',
    judges:
      'VerticalPodAutoscalers that apply what they recommend (any updateMode but Off) to a container that is known to run ' +
      'gunicorn with a fixed number of workers, unless its ' +
      'policy is Off for the container or keeps minAllowed memory.',
    source: 'https://github.com/kubernetes/autoscaler/blob/master/vertical-pod-autoscaler/docs/features.md',
  },
  *check(reading) {
    const vpas = new Map(
      reading.bundle.ofKind('autoscaling.k8s.io', 'VerticalPodAutoscaler').map((object) => {
        const target = objectOf(objectOf(object.json.spec).targetRef);
        return [`${textOf(target.kind)}/${textOf(target.name)}`, object];
      }),
    );
    for (const {
      workload,
      container,
      gunicorn: { workers },
    } of pools(reading)) {
      const vpa = vpas.get(`${workload.object.kind}/${workload.object.name}`);
      const spec = objectOf(vpa?.json.spec);
      const policy =
        listOf(objectOf(spec.resourcePolicy).containerPolicies)
          .map(objectOf)
          .find(({ containerName }) => containerName === container.name || containerName === '*') ?? {};
      const bounded = policy.mode === 'Off' || objectOf(policy.minAllowed).memory !== undefined;
      if (!vpa || bounded || objectOf(spec.updatePolicy).updateMode === 'Off' || !isKnown(workers)) {
        continue;
      }
      yield {
        object: vpa,
        path: ['spec'],
        message:
          `${objectInWords(vpa)} changes the memory of container ${container.name}, whose ${workers.value} workers (${workers.origin}) ` +
          'were chosen for another',
        consequence: 'the pool may no longer fit, and pods are restarted for every change',
        fix: 'set updateMode: "Off", or minAllowed.memory to what the pool weighs',
      };
    }
  },
};
