import { isDeepStrictEqual } from 'node:util';
import { assume, type Assumption, type Assumptions, type ScenarioOptions } from './assumptions';
import { podTemplateOf } from './pod-template-of';
import { updateStrategyOf, type UpdateStrategy } from './controller/update-strategy';
import type { PoolPodTemplate } from './pod/pool-pod-template';
import type { PoolSettings } from './pool/pool-settings';
import type { WorkloadReading } from '../reading/workload-reading';
import { autoscaledWorkloads, fewestPods } from '../manifest/autoscaler';
import { disruptionBudgetOf, type DisruptionBound } from '../manifest/disruption-budget';
import { INGRESS_READ_TIMEOUT } from '../conventions/ingress-timeout';

/** Everything that a scenario reads of a workload. */
export interface WorkloadModel {
  readonly assumptions: Assumptions;
  /** What was taken for the pool. */
  readonly assumed: readonly Assumption[];
  /** Of the container that serves. */
  readonly pool: PoolSettings;
  /** Whether it is known which server runs in it, and so how many requests it serves at a time. */
  readonly poolKnown: boolean;
  readonly template: (assumptions: Assumptions) => PoolPodTemplate;
  readonly rollout: UpdateStrategy;
  /** Whether a Service for users leads to the pods. */
  readonly users: boolean;
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
  const users = reading.servicesForUsers.length > 0;
  const assumptions = assume(options, { workload, pool, users, fewest: fewestPods(workload, autoscaledWorkloads(bundle)) });
  const behindIngress = bundle.servicesInFrontOf(workload).some((service) => bundle.routesTo(service).length > 0);
  return {
    assumptions,
    assumed,
    pool,
    poolKnown: reading.serving.process.server !== undefined,
    template,
    rollout: updateStrategyOf(reading, assumptions.replicas),
    users,
    disruptionBudgets: bundle
      .ofKind('policy', 'PodDisruptionBudget')
      .map(disruptionBudgetOf)
      .filter(({ selector, object }) => selector && bundle.workloadsSelectedBy(selector, object.namespace).includes(workload))
      .map(({ minAvailable, maxUnavailable, alwaysEvictsUnhealthy }) => ({ minAvailable, maxUnavailable, alwaysEvictsUnhealthy })),
    ingressTimeout: behindIngress ? INGRESS_READ_TIMEOUT * 1000 : undefined,
  };
}

/** Whether two workloads are the same to every scenario. */
export function areAlike(one: WorkloadModel, other: WorkloadModel): boolean {
  const [data, others] = [one, other].map((model) => ({ ...model, template: model.template(model.assumptions) }));
  return isDeepStrictEqual(data, others);
}
