import type { Assumptions, ScenarioOptions } from './assumptions';
import { modelOf, type WorkloadModel } from './model';
import type { Outcome, Scenario, ScenarioResult } from './scenario';
import { World } from './world';
import type { WorkloadReading } from '../reading/workload-reading';
import type { PodEvent } from '../kubelet/pod/pod-event';
import { ENDINGS } from './traffic/statistics';

/** Longest trace that is kept. */
const LONGEST_TRACE = 2_000;

/** Runs a scenario on a workload. The same seed gives the same result. */
export function runScenario(scenario: Scenario, reading: WorkloadReading, options: ScenarioOptions = {}): ScenarioResult {
  return runModel(scenario, modelOf(reading, options), undefined, { traced: options.trace });
}

/** The world as a scenario has it for a workload. */
export function worldOf({ assuming }: Scenario, { assumptions, pool }: WorkloadModel): Assumptions {
  return assuming?.(assumptions, pool) ?? assumptions;
}

/** How a scenario is run. */
interface Run {
  /** Keeps what happens to the first pod. */
  readonly traced?: boolean;
  /** What befalls the workload does so later: in another phase of its probes. Seconds. */
  readonly later?: number;
}

/** Runs a scenario on the model of a workload; on two of them in the same world, where they are to be compared. */
export function runModel(
  scenario: Scenario,
  model: WorkloadModel,
  assumptions = worldOf(scenario, model),
  { traced, later }: Run = {},
): ScenarioResult {
  const { assumed, template, rollout, disruptionBudgets, ingressTimeout } = model;
  const trace: PodEvent[] = [];
  const world = new World({
    assumptions,
    template: template(assumptions),
    rollout,
    disruptionBudgets,
    ingressTimeout,
    onEvent: traced ? (event) => void (event.pod === 'pod-1' && trace.length < LONGEST_TRACE && trace.push(event)) : undefined,
  });
  world.settle(!scenario.fromBoot, later);
  scenario.disturb(world);
  const course = world.run(scenario.duration);
  const outcome = outcomeOf(world);
  const judgement =
    outcome.readyAfter === undefined && !scenario.fromBoot
      ? { notJudged: 'not all pods became ready, so nothing could be disturbed' }
      : scenario.judge(outcome, model);
  const because = typeof judgement === 'object' ? judgement.notJudged : judgement;
  return {
    scenario: scenario.name,
    invariant: scenario.invariant,
    verdict: judgement === undefined ? 'held' : typeof judgement === 'string' ? 'broken' : 'not judged',
    because,
    ...outcome,
    assumptions: [
      ...assumptions.list.map((each) => {
        const value = assumptions[each.name as keyof typeof assumptions];
        return value === each.value || typeof value !== 'number' ? each : { ...each, value, origin: `scenario ${scenario.name}` };
      }),
      ...assumed,
    ],
    ...(traced ? { trace, course } : {}),
  };
}

function outcomeOf({
  workload: { restarts, complete, deadlineExceeded },
  traffic: { statistics },
  drained,
  probes,
  readyAfter,
  secondsWithoutReadyPod,
  workerTimeouts,
  workersRecycled,
  workersOutOfMemory,
}: World): Outcome {
  return {
    restarts,
    workerTimeouts,
    workersRecycled,
    workersOutOfMemory,
    secondsWithoutReadyPod,
    readyAfter,
    complete,
    deadlineExceeded,
    ...(drained ? { drained: { pods: drained.pods, left: drained.left, refused: drained.refused } } : {}),
    requests: statistics.sent,
    endings: Object.fromEntries(ENDINGS.map((ending) => [ending, statistics.of(ending)])) as Outcome['endings'],
    answered: statistics.sent ? statistics.of('ok') / statistics.sent : 1,
    userLatency: statistics.latencies.percentiles,
    probes: probes.outcome,
  };
}
