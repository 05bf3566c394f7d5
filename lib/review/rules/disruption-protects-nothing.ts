import { disruptionBudgetOf } from '../../manifest/disruption-budget';
import { requirementInWords } from '../../manifest/label-selector';
import type { Rule } from '../rule';

export const disruptionProtectsNothing: Rule = {
  id: 'disruption-protects-nothing',
  model: 'clock',
  severity: 'info',
  summary: 'A PodDisruptionBudget lets all pods be evicted at once, or selects none',
  doc: {
    why: 'It looks like protection and is none: two nodes that are drained together take all pods that run on them.',
    fix: 'maxUnavailable: 1.',
    judges:
      'A minAvailable of 0 or 0 %, and a maxUnavailable of 100 %. With `--complete`, as an error, one that selects the pods of no ' +
      'workload; without it the pods may be made elsewhere.',
    source: 'pkg/controller/disruption/disruption.go, getExpectedPodCount',
  },
  *check({ bundle }) {
    for (const object of bundle.ofKind('policy', 'PodDisruptionBudget')) {
      const { selector, minAvailable, maxUnavailable } = disruptionBudgetOf(object);
      if (bundle.absence === 'nowhere' && selector?.length && bundle.workloadsSelectedBy(selector, object.namespace).length === 0) {
        yield {
          object,
          path: ['spec', 'selector'],
          severity: 'error',
          message: `PodDisruptionBudget ${object.name} selects ${selector.map(requirementInWords).join(',')}, which no pods here have`,
          consequence: 'a drain may take every pod that was meant at the same time, as without a budget',
          fix: 'select the labels of a pod template',
        };
      }
      const field = minAvailable === 0 || minAvailable === '0%' ? 'minAvailable' : maxUnavailable === '100%' ? 'maxUnavailable' : undefined;
      if (field) {
        yield {
          object,
          path: ['spec', field],
          message: `${field} ${field === 'minAvailable' ? minAvailable : maxUnavailable} lets all pods be evicted at once`,
          consequence: 'a drain may take every pod at the same time, as without a budget',
          fix: 'use maxUnavailable: 1',
        };
      }
    }
  },
};
