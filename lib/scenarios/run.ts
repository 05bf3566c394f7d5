import { assume, type ScenarioOptions } from './assumptions';
import { podTemplateOf } from './pod-template-of';
import { rolloutOf } from './rollout-of';
import type { Outcome, Scenario, ScenarioResult } from './scenario';
import { World } from './world';
import type { PodEvent } from '../kubelet/pod/pod-event';
import { ENDINGS } from '../kubelet/traffic/statistics';
import type { Bundle } from '../manifest/bundle';
import { disruptionBudgetOf, disruptionsAllowed } from '../manifest/disruption-budget';
import type { Workload } from '../manifest/workload';
import { INGRESS_READ_TIMEOUT } from '../words/ingress';

/** What a scenario is run on. */
export interface Subject {
  readonly bundle: Bundle;
  readonly workload: Workload;
}

/** Longest trace that is kept. */
const LONGEST_TRACE = 2_000;

/** Runs a scenario on a workload. The same seed gives the same result. */
export function runScenario(scenario: Scenario, { bundle, workload }: Subject, options: ScenarioOptions = {}): ScenarioResult {
  const { pool, template } = podTemplateOf(bundle, workload);
  const plain = assume(options, workload.annotations, workload.replicas, pool.settings);
  const assumptions = scenario.assuming?.(plain, pool.settings) ?? plain;
  const trace: PodEvent[] = [];
  const behindIngress = bundle.servicesInFrontOf(workload).some((service) => bundle.routesTo(service).length > 0);
  const world = new World({
    assumptions,
    template: template(assumptions),
    rollout: rolloutOf(workload, assumptions.replicas),
    disruptionsAllowed: disruptionsOf(bundle, workload),
    ingressTimeout: behindIngress ? INGRESS_READ_TIMEOUT * 1000 : undefined,
    onEvent: options.trace ? (event) => void (event.pod === 'pod-1' && trace.length < LONGEST_TRACE && trace.push(event)) : undefined,
  });
  world.settle(!scenario.fromBoot);
  scenario.disturb(world);
  const course = world.run(scenario.duration);
  const outcome = outcomeOf(world);
  const because = scenario.judge(outcome);
  return {
    scenario: scenario.name,
    invariant: scenario.invariant,
    verdict: because === undefined ? 'held' : 'broken',
    because,
    ...outcome,
    assumptions: [...assumptions.list.map((each) => {
      const value = assumptions[each.name as keyof typeof assumptions];
      return value === each.value || typeof value !== 'number' ? each : { ...each, value, origin: `scenario ${scenario.name}` };
    }), ...pool.assumed],
    ...(options.trace ? { trace, course } : {}),
  };
}

/** What every budget over these pods allows. */
function disruptionsOf(bundle: Bundle, workload: Workload): (pods: number) => number {
  const budgets = bundle.ofKind('policy', 'PodDisruptionBudget').map(disruptionBudgetOf)
    .filter(({ selector, object }) => selector && bundle.workloadsSelectedBy(selector, object.namespace).includes(workload));
  return (pods) => Math.min(...budgets.map((budget) => disruptionsAllowed(budget, pods)), Infinity);
}

function outcomeOf({ deployment, traffic: { statistics }, readyAfter, secondsWithoutReadyPod, workerTimeouts, workersOutOfMemory }: World): Outcome {
  return {
    restarts: deployment.restarts,
    workerTimeouts,
    workersOutOfMemory,
    secondsWithoutReadyPod,
    readyAfter,
    complete: deployment.complete,
    requests: statistics.sent,
    endings: Object.fromEntries(ENDINGS.map((ending) => [ending, statistics.of(ending)])) as Outcome['endings'],
    answered: statistics.sent ? statistics.of('ok') / statistics.sent : 1,
    median: statistics.latency(0.5),
    slowest1Percent: statistics.latency(0.99),
  };
}
