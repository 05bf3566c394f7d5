import { assume, type Assumption, type Assumptions, type ScenarioOptions } from './assumptions';
import { podTemplateOf } from './pod-template-of';
import { rolloutOf } from './rollout-of';
import type { RolloutSettings } from '../kubelet/deployment/deployment';
import { servingOf, type PodTemplate } from '../kubelet/pod/pod-template';
import type { Bundle } from '../manifest/bundle';
import { disruptionBudgetOf, type DisruptionBound } from '../manifest/disruption-budget';
import type { Workload } from '../manifest/workload';
import { INGRESS_READ_TIMEOUT } from '../words/ingress';

/** What a scenario is run on. */
export interface Subject {
  readonly bundle: Bundle;
  readonly workload: Workload;
}

/** Everything that a scenario reads of a workload, as plain data: two workloads with equal models fare alike. */
export interface Model {
  readonly assumptions: Assumptions;
  /** What was taken for the pool. */
  readonly assumed: readonly Assumption[];
  readonly template: PodTemplate;
  readonly rollout: RolloutSettings;
  readonly disruptionBudgets: readonly DisruptionBound[];
  /** Nothing where no ingress leads to the pods. Milliseconds. */
  readonly ingressTimeout?: number;
}

/** The model of a workload. */
export function modelOf({ bundle, workload }: Subject, options: ScenarioOptions = {}): Model {
  const { assumed, template } = podTemplateOf(bundle, workload);
  const assumptions = assume(options, workload.annotations, workload.replicas, servingOf(template).settings);
  const behindIngress = bundle.servicesInFrontOf(workload).some((service) => bundle.routesTo(service).length > 0);
  return {
    assumptions,
    assumed,
    template,
    rollout: rolloutOf(workload, assumptions.replicas),
    disruptionBudgets: bundle.ofKind('policy', 'PodDisruptionBudget').map(disruptionBudgetOf)
      .filter(({ selector, object }) => selector && bundle.workloadsSelectedBy(selector, object.namespace).includes(workload))
      .map(({ minAvailable, maxUnavailable }) => ({ minAvailable, maxUnavailable })),
    ingressTimeout: behindIngress ? INGRESS_READ_TIMEOUT * 1000 : undefined,
  };
}
