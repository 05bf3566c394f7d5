import { integerOf, objectOf } from '../../manifest/json';
import { labelSelectorOf, selects } from '../../manifest/label-selector';
import { disruptionBudgetOf, disruptionsAllowed } from '../../manifest/disruption-budget';
import type { Cause } from '../cause';
import { conditionOf } from '../state/pod-state';
import { evidence, kubectl } from '../wording';

export const budgetBlocks: Cause = {
  id: 'budget-blocks',
  link: 'workload',
  severity: 'warning',
  symptom: 'stuck',
  summary: 'A PodDisruptionBudget allows no eviction although all pods are healthy: a drain waits for ever',
  doc: {
    why: 'It asks for as many healthy pods as there are. Whoever drains a node tries again and again, and node upgrades stand still.',
    fix: 'Ask for fewer than there are (maxUnavailable: 1), or run more replicas.',
    judges:
      'A budget that never allows one with the pods that it expects, all of them healthy. One that only waits for pods to come ' +
      'back follows from their ' +
      'trouble and is not reported. An error where a node with one of its pods is cordoned.',
    source: 'pkg/controller/disruption/disruption.go, updatePdbStatus; k8s.io/api/policy/v1, PodDisruptionBudgetStatus',
  },
  *see(state) {
    for (const object of state.bundle.ofKind('policy', 'PodDisruptionBudget')) {
      const status = objectOf(object.json.status);
      const expected = integerOf(status.expectedPods) ?? 0;
      const healthy = integerOf(status.currentHealthy) ?? 0;
      if (
        expected === 0 ||
        healthy < expected ||
        status.disruptionsAllowed !== 0 ||
        disruptionsAllowed(disruptionBudgetOf(object), expected) > 0
      ) {
        continue;
      }
      const selector = labelSelectorOf(objectOf(object.json.spec).selector);
      const pods = state.pods.filter(
        ({ object: pod, labels, current }) => current && pod.namespace === object.namespace && selector && selects(selector, labels),
      );
      const cordoned = pods.flatMap(({ node }) => state.node(node) ?? []).find(({ json }) => objectOf(json.spec).unschedulable === true);
      const condition = conditionOf(object, 'DisruptionAllowed');
      yield {
        subject: object,
        severity: cordoned ? 'error' : 'warning',
        message: `it wants ${String(status.desiredHealthy)} of ${expected} pods healthy and allows no eviction${
          cordoned ? `, and ` + `node ${cordoned.name} is being drained` : ''
        }`,
        evidence: [
          evidence(object, 'status', `disruptionsAllowed 0, currentHealthy ${healthy}, desiredHealthy ${String(status.desiredHealthy)}`),
          ...(condition ? [evidence(object, 'condition DisruptionAllowed', `${condition.status}: ${condition.reason}`)] : []),
          ...(cordoned ? [evidence(cordoned, 'spec.unschedulable', 'true')] : []),
        ],
        fix: 'say maxUnavailable: 1, or run more replicas',
        next: kubectl(object, 'get', 'poddisruptionbudget', object.name, '-o', 'yaml'),
      };
    }
  },
};
