import { isDeepStrictEqual } from 'node:util';
import { assume, type Assumption, type Assumptions, type ScenarioOptions } from './assumptions';
import { podTemplateOf } from './pod-template-of';
import { rolloutSettings } from './rollout-settings';
import type { WorkloadReading } from '../reading/workload-reading';
import type { RolloutSettings } from './controller/deployment';
import type { PodTemplate } from '../kubelet/pod/pod-template';
import type { PoolSettings } from './pool/pool-settings';
import { disruptionBudgetOf, type DisruptionBound } from '../manifest/disruption-budget';
import { INGRESS_READ_TIMEOUT } from '../conventions/ingress-timeout';

/** Everything that a scenario reads of a workload. */
export interface WorkloadModel {
  readonly assumptions: Assumptions;
  /** What was taken for the pool. */
  readonly assumed: readonly Assumption[];
  /** Of the container that serves. */
  readonly pool: PoolSettings;
  readonly template: (assumptions: Assumptions) => PodTemplate;
  readonly rollout: RolloutSettings;
  readonly disruptionBudgets: readonly DisruptionBound[];
  /** Nothing where no ingress leads to the pods. Milliseconds. */
  readonly ingressTimeout?: number;
}

/** The model of a workload. */
export function modelOf(reading: WorkloadReading, options: ScenarioOptions = {}): WorkloadModel {
  const { bundle, workload } = reading;
  const {
    pool: { settings: pool, assumed },
    template,
  } = podTemplateOf(reading);
  const assumptions = assume(options, workload.annotations, workload.replicas, pool);
  const behindIngress = bundle.servicesInFrontOf(workload).some((service) => bundle.routesTo(service).length > 0);
  return {
    assumptions,
    assumed,
    pool,
    template,
    rollout: rolloutSettings(reading.rollout, assumptions.replicas),
    disruptionBudgets: bundle
      .ofKind('policy', 'PodDisruptionBudget')
      .map(disruptionBudgetOf)
      .filter(({ selector, object }) => selector && bundle.workloadsSelectedBy(selector, object.namespace).includes(workload))
      .map(({ minAvailable, maxUnavailable }) => ({ minAvailable, maxUnavailable })),
    ingressTimeout: behindIngress ? INGRESS_READ_TIMEOUT * 1000 : undefined,
  };
}

/** Whether two workloads are the same to every scenario. */
export function areAlike(one: WorkloadModel, other: WorkloadModel): boolean {
  const [data, others] = [one, other].map((model) => ({ ...model, template: model.template(model.assumptions) }));
  return isDeepStrictEqual(data, others);
}
