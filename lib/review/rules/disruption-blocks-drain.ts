import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads, fewestPods } from '../../manifest/autoscaler';
import { disruptionBudgetOf, disruptionsAllowed, type DisruptionBudget } from '../../manifest/disruption-budget';
import type { Edit } from '../fix/edit';
import type { Rule } from '../rule';

export const disruptionBlocksDrain: Rule = {
  id: 'disruption-blocks-drain',
  model: 'clock',
  severity: 'error',
  summary: 'A PodDisruptionBudget never allows a pod to be evicted',
  doc: {
    why:
      'Draining a node evicts its pods and waits for the budget. One that allows no disruption even when all pods are healthy ' +
      'blocks node upgrades and the cluster ' +
      'autoscaler until somebody deletes it, usually in a hurry and together with the pods.',
    fix: 'Allow one: maxUnavailable: 1, or a minAvailable below the number of replicas.',
    judges:
      'The healthy pods of all selected workloads together, at the fewest that an autoscaler leaves them. Percentages are ' +
      'rounded up, for maxUnavailable as well, as ' +
      'the controller does it. DaemonSets (a drain passes over them), bare Pods, and workloads of no replicas are left alone.',
    edits:
      'Sets maxUnavailable to 1, or minAvailable to one less than the pods, where all of them are of Deployments. Certain: a drain takes ' +
      'one pod at a time. A percentage of minAvailable stays: as a number it would protect less of a larger Deployment. So does that of ' +
      'a StatefulSet, which may mean it.',
    source: 'pkg/controller/disruption/disruption.go, getExpectedPodCount and updatePdbStatus',
  },
  *check({ bundle }) {
    const scaled = autoscaledWorkloads(bundle);
    for (const object of bundle.ofKind('policy', 'PodDisruptionBudget')) {
      const budget = disruptionBudgetOf(object);
      const workloads = budget.selector ? bundle.workloadsSelectedBy(budget.selector, object.namespace) : [];
      const counts = workloads.map((workload) => (workload.object.kind === 'Pod' ? undefined : fewestPods(workload, scaled)));
      const expected = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
      if (expected <= 0 || counts.includes(undefined) || disruptionsAllowed(budget, expected) > 0) {
        continue;
      }
      const field = budget.maxUnavailable !== undefined ? 'maxUnavailable' : 'minAvailable';
      const pods = expected === 1 ? '1 pod' : `${expected} pods`;
      yield {
        object,
        path: ['spec', field],
        message:
          `${field} ${budget[field]} of the ${pods} of ${workloads.map((workload) => objectInWords(workload.object)).join(', ')} allows ` +
          '0 evictions, even when all are healthy',
        consequence: 'a node with such a pod can never be drained',
        edits: workloads.every(({ object: { kind } }) => kind === 'Deployment') ? oneMore(budget, expected) : undefined,
        fix: expected === 1 ? 'run 2 replicas and allow maxUnavailable: 1, or remove the budget' : 'use maxUnavailable: 1',
      };
    }
  },
};

function oneMore({ maxUnavailable, minAvailable }: DisruptionBudget, expected: number): readonly Edit[] | undefined {
  if (expected === 1) {
    return undefined;
  }
  return maxUnavailable !== undefined
    ? [{ path: ['spec', 'maxUnavailable'], value: 1 }]
    : typeof minAvailable === 'number'
      ? [{ path: ['spec', 'minAvailable'], value: expected - 1 }]
      : undefined;
}
