import { breaks, outcomeChanges, type OutcomeChange } from '../../../lib/difference/outcome-change';
import type { Reading } from '../../../lib/reading/reading';

/** A part more or less is a matter of when a request or a restart comes: of all requests, and of the lost ones. */
const CHANCE = { ofAll: 0.005, ofLost: 0.05 };
/** Of a dependency. Seconds. */
const OUTAGE = 60;
/** The phase of a probe decides that much of when a pod is ready. Seconds. */
const PHASE = 5;

/** What a fix makes worse, and not by chance. */
export function harmOf(before: Reading, after: Reading): OutcomeChange[] {
  return outcomeChanges(before, after).outcomes.filter(
    (change) =>
      change.direction === 'worse' && !isUndecided(change.scenario, before) && !isUndecided(change.scenario, after) && harms(change),
  );
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
