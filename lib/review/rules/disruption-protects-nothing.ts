import { disruptionBudgetOf } from '../../manifest/disruption-budget';
import type { Rule } from '../rule';

export const disruptionProtectsNothing: Rule = {
  id: 'disruption-protects-nothing',
  model: 'clock',
  severity: 'info',
  summary: 'A PodDisruptionBudget lets all pods be evicted at once',
  doc: {
    why: 'It looks like protection and is none: two nodes that are drained together take all pods that run on them.',
    fix: 'maxUnavailable: 1.',
    judges: 'A minAvailable of 0 or 0 %, and a maxUnavailable of 100 %.',
    source: 'pkg/controller/disruption/disruption.go, getExpectedPodCount',
  },
  *check({ bundle }) {
    for (const object of bundle.ofKind('policy', 'PodDisruptionBudget')) {
      const { minAvailable, maxUnavailable } = disruptionBudgetOf(object);
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
