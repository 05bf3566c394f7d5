import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads, fewestPods } from '../../manifest/autoscaler';
import type { Bundle } from '../../manifest/bundle';
import { disruptionBudgetOf } from '../../manifest/disruption-budget';
import { objectOf, type JsonObject } from '../../manifest/json';
import type { Workload } from '../../manifest/workload';
import type { Rule } from '../rule';

export const disruptionUnbounded: Rule = {
  id: 'disruption-unbounded',
  model: 'clock',
  severity: 'warning',
  summary: 'Nothing keeps a node upgrade from taking all replicas at once',
  doc: {
    why:
      'Draining nodes evicts pods as fast as it can. Without a PodDisruptionBudget two replicas on two drained nodes are gone at ' +
      'the same time.',
    fix: 'Add a PodDisruptionBudget with maxUnavailable: 1.',
    judges:
      'Deployments, StatefulSets and Rollouts of at least 2 replicas to which a route of the bundle or a LoadBalancer leads, ' +
      'when no budget of the bundle selects them. Silent where part of the input could not be read.',
    edits:
      'Adds a PodDisruptionBudget with maxUnavailable: 1 behind the workload. Certain: it lets pods go one at a time, and those that are ' +
      'not ready at any time.',
    source: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
  },
  *check(reading) {
    if (reading.bundle.absence === 'unknown') {
      return;
    }
    const bounded = new Set<Workload>(
      reading.bundle.ofKind('policy', 'PodDisruptionBudget').flatMap((object) => {
        const { selector } = disruptionBudgetOf(object);
        return selector ? reading.bundle.workloadsSelectedBy(selector, object.namespace) : [];
      }),
    );
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const workload of reading.bundle.workloads) {
      const pods = workload.object.kind === 'Pod' ? 0 : (fewestPods(workload, scaled) ?? 0);
      if (pods < 2 || bounded.has(workload) || !reading.of(workload).routed) {
        continue;
      }
      yield {
        object: workload.object,
        path: ['spec'],
        message: `${objectInWords(workload.object)} serves a route with ${pods} pods, and no PodDisruptionBudget selects them`,
        consequence: 'a node upgrade may evict all of them at once',
        fix: 'add a PodDisruptionBudget with maxUnavailable: 1',
        additions: budgetsFor(workload, reading.bundle),
      };
    }
  },
};

/** One budget, where the selector of the workload selects no other pods: of two budgets over one pod the API evicts none. */
function budgetsFor({ object, selector }: Workload, bundle: Bundle): readonly JsonObject[] | undefined {
  const metadata = objectOf(object.json.metadata);
  if (!selector?.length || bundle.workloadsSelectedBy(selector, object.namespace).length !== 1) {
    return undefined;
  }
  return [
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: metadata.name, ...(metadata.namespace !== undefined && { namespace: metadata.namespace }) },
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: objectOf(object.json.spec).selector },
    },
  ];
}
