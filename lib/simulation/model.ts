import { isDeepStrictEqual } from 'node:util';
import { assume, type Assumption, type Assumptions, type ScenarioOptions } from './assumptions';
import { podTemplateOf } from './pod-template-of';
import { updateStrategyOf, type UpdateStrategy } from './controller/update-strategy';
import type { PoolPodTemplate } from './pod/pool-pod-template';
import type { PoolSettings } from './pool/pool-settings';
import type { Bundle } from '../manifest/bundle';
import { autoscaledWorkloads, fewestPods } from '../manifest/autoscaler';
import { servicesForUsers } from '../manifest/chain';
import { disruptionBudgetOf, type DisruptionBound } from '../manifest/disruption-budget';
import type { Workload } from '../manifest/workload';
import { INGRESS_READ_TIMEOUT } from '../conventions/ingress-timeout';

/** What a scenario is run on. */
export interface Subject {
  readonly bundle: Bundle;
  readonly workload: Workload;
}

/** Everything that a scenario reads of a workload. */
export interface Model {
  readonly assumptions: Assumptions;
  /** What was taken for the pool. */
  readonly assumed: readonly Assumption[];
  /** Of the container that serves. */
  readonly pool: PoolSettings;
  readonly template: (assumptions: Assumptions) => PoolPodTemplate;
  readonly rollout: UpdateStrategy;
  /** Whether a Service for users leads to the pods. */
  readonly users: boolean;
  readonly disruptionBudgets: readonly DisruptionBound[];
  /** Nothing where no ingress leads to the pods. Milliseconds. */
  readonly ingressTimeout?: number;
}

/** The model of a workload. */
export function modelOf({ bundle, workload }: Subject, options: ScenarioOptions = {}): Model {
  const {
    pool: { settings: pool, assumed },
    template,
  } = podTemplateOf(bundle, workload);
  const users = servicesForUsers(bundle, workload).length > 0;
  const assumptions = assume(options, { workload, pool, users, fewest: fewestPods(workload, autoscaledWorkloads(bundle)) });
  const behindIngress = bundle.servicesInFrontOf(workload).some((service) => bundle.routesTo(service).length > 0);
  return {
    assumptions,
    assumed,
    pool,
    template,
    rollout: updateStrategyOf(workload, assumptions.replicas),
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
export function areAlike(one: Model, other: Model): boolean {
  const [data, others] = [one, other].map((model) => ({ ...model, template: model.template(model.assumptions) }));
  return isDeepStrictEqual(data, others);
}
