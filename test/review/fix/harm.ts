import { breaks, outcomeChanges, type OutcomeChange, type OutcomeSide } from '../../../lib/difference/outcome-change';
import { objectInWords } from '../../../lib/manifest/api-object';
import type { Reading } from '../../../lib/reading/reading';
import { SCENARIOS, type ScenarioResult } from '../../../lib/scenarios';
import { modelOf } from '../../../lib/simulation/model';
import { runModel, worldOf } from '../../../lib/simulation/run';

/** A part more or less is a matter of when a request or a restart comes: of all requests, and of the lost ones. */
const CHANCE = { ofAll: 0.005, ofLost: 0.05 };
/** Of a dependency. Seconds. */
const OUTAGE = 60;
/** The phase of a probe decides that much of when a pod is ready. Seconds. */
const PHASE = 5;
/**
 * Courses of chance over whose mean a harm must show; each comes so many seconds later, with a boot that takes a part of `PHASE` longer,
 * to meet other phases of the probes.
 */
const [COURSES, LATER] = [12, 17];

/** What a fix makes worse, and not by chance. */
export function harmOf(before: Reading, after: Reading): OutcomeChange[] {
  return outcomeChanges(before, after).outcomes.filter(
    (change) =>
      change.direction === 'worse' &&
      !isUndecided(change.scenario, before) &&
      !isUndecided(change.scenario, after) &&
      harms(change) &&
      harms(inTheMean(change, before, after)),
  );
}

/** The same change, in the mean of many courses. */
function inTheMean(change: OutcomeChange, before: Reading, after: Reading): OutcomeChange {
  const scenario = SCENARIOS.find(({ name }) => name === change.scenario)!;
  const side = (reading: Reading): OutcomeSide => {
    const model = modelOf(reading.workloads.find(({ workload }) => objectInWords(workload.object) === change.workload)!);
    const world = worldOf(scenario, model);
    const courses = Array.from({ length: COURSES }, (_, index) =>
      runModel(scenario, model, { ...world, seed: index + 1, boot: world.boot + (index * PHASE) / COURSES }, { later: index * LATER }),
    );
    const mean = (value: (course: ScenarioResult) => number) => courses.reduce((sum, course) => sum + value(course), 0) / COURSES;
    return {
      verdict: mean(({ verdict }) => Number(verdict === 'broken')) > 0.5 ? 'broken' : 'held',
      restarts: mean(({ restarts }) => restarts),
      secondsWithoutReadyPod: mean(({ secondsWithoutReadyPod }) => secondsWithoutReadyPod),
      lost: mean(({ answered }) => 1 - answered),
    };
  };
  return { ...change, before: side(before), after: side(after) };
}

/** Whether an outage ends when liveness may or may not have condemned the process: its phase decides. */
function isUndecided(scenario: string, { workloads }: Reading): boolean {
  const ranges = workloads.flatMap(({ workload }) => workload.containers.flatMap(({ liveness }) => liveness?.timing._whileRunning ?? []));
  return scenario.startsWith('dependency') && ranges.some(({ earliest, latest }) => earliest <= OUTAGE && OUTAGE <= latest);
}

function harms(change: OutcomeChange): boolean {
  const { before: was, after: is, scenario } = change;
  // Each restart may come sooner after the last one, or take longer, where a container gets more patience or more time to finish.
  if (is.restarts > 0 && was.restarts > 0) {
    return false;
  }
  const [later, more] = [is.secondsWithoutReadyPod - was.secondsWithoutReadyPod, is.lost - was.lost];
  const marginal = (later > 0 || more > 0) && later <= PHASE && more <= CHANCE.ofAll;
  // Under an overload what is lost is a matter of when which pod is out.
  const loses = !scenario.startsWith('overload') && more > CHANCE.ofAll + was.lost * CHANCE.ofLost;
  // What a stall takes is a restart.
  const restarts = scenario !== 'stall' && is.restarts > was.restarts;
  return (breaks(change) && !marginal) || restarts || loses;
}
