import { objectInWords } from '../../manifest/api-object';
import { disruptionBudgetOf, type DisruptionBudget } from '../../manifest/disruption-budget';
import type { Workload } from '../../manifest/workload';
import type { Rule } from '../rule';

export const budgetsOverlap: Rule = {
  id: 'budgets-overlap',
  model: 'clock',
  severity: 'error',
  summary: 'Two PodDisruptionBudgets select the same pod, and the API refuses to evict it',
  doc: {
    why:
      'The eviction API supports one budget for a pod. With a second one it answers every eviction with an error, whatever the two ' +
      'would allow: a drain of the node ends there, and a node upgrade or the cluster autoscaler does not get on. Often one of the ' +
      'two comes with a chart, and the other was added beside it.',
    fix: 'Remove one of the two, or narrow its selector until no pod is selected by both.',
    judges:
      'Budgets of one namespace whose selectors both select the pods of a workload. DaemonSets (a drain passes over them) and workloads ' +
      'of no replicas are left alone, and so is one budget that the bundle holds twice.',
    source: 'pkg/registry/core/pod/storage/eviction.go, EvictionREST.Create: len(pdbs) > 1',
  },
  *check({ bundle }) {
    const budgets = bundle.ofKind('policy', 'PodDisruptionBudget').map(disruptionBudgetOf);
    const selecting = new Map<Workload, DisruptionBudget[]>();
    for (const budget of budgets) {
      const workloads = budget.selector ? bundle.workloadsSelectedBy(budget.selector, budget.object.namespace) : [];
      for (const workload of workloads.filter(({ object, replicas }) => object.kind !== 'DaemonSet' && replicas !== 0)) {
        const first = selecting.get(workload)?.find((other) => areTwo(other, budget));
        if (first) {
          yield {
            object: budget.object,
            path: ['spec', 'selector'],
            message: `${objectInWords(workload.object)} is selected by this budget and by ${objectInWords(first.object)}`,
            consequence: 'the API refuses to evict its pods, and a drain of their nodes ends with an error',
            fix: 'remove one of the two budgets, or narrow its selector',
          };
          break;
        }
        selecting.set(workload, [...(selecting.get(workload) ?? []), budget]);
      }
    }
  },
};

/** Whether these are two objects of one cluster and one namespace, and not one of them again. */
function areTwo({ object: one }: DisruptionBudget, { object: other }: DisruptionBudget): boolean {
  return one.namespace === other.namespace && one.name !== other.name;
}
