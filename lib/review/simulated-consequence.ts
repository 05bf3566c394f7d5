import type { Demonstration } from './demonstration';
import type { Finding } from './finding';
import type { Rule } from './rule';
import type { Reading } from '../reading/reading';
import type { WorkloadReading } from '../reading/workload-reading';
import { plural } from '../wording/plural';
import type { ScenarioResult } from '../scenarios';
import { scenarioNamed } from '../scenarios/catalogue';
import { modelOf, type WorkloadModel } from '../simulation/model';
import { runModel, worldOf } from '../simulation/run';
import { simulatedWorkloads } from '../simulation/simulation';

/** A scenario takes some hundredths of a second. */
const MOST_WORKLOADS = 20;
/** Shares show at few requests as well, and sooner. A second. */
const FEW = 2;
/** Fewer requests lost are a matter of when they arrive. */
const LEAST_LOST = 3;

/**
 * Adds to the consequences what the simulation shows of them: as the manifests are, and with the fix of the rule alone. Where it
 * shows nothing, or the fix does not at least halve it, the finding stays as it was.
 */
export function withSimulatedConsequences(findings: readonly Finding[], reading: Reading, rules: readonly Rule[]): Finding[] {
  const demonstrations = new Map(rules.map(({ id, demonstration }) => [id, demonstration]));
  const workloads = new Map([...simulatedWorkloads(reading)].reverse().map((each) => [nameOf(each.workload.object), each]));
  const simulated = new Map<WorkloadReading, WorkloadModel>();
  return findings.map((finding) => {
    const workload = workloads.get(nameOf(finding.object));
    const demonstration = demonstrations.get(finding.rule);
    if (finding.suppressed || !demonstration || !workload || (!simulated.has(workload) && simulated.size === MOST_WORKLOADS)) {
      return finding;
    }
    const model = simulated.get(workload) ?? modelOf(workload);
    simulated.set(workload, model);
    const shown = shownBy(demonstration, quietly(model, demonstration.load));
    return shown === undefined ? finding : { ...finding, consequence: `${finding.consequence}; simulated ${shown}` };
  });
}

function quietly(model: WorkloadModel, load = FEW): WorkloadModel {
  return { ...model, assumptions: { ...model.assumptions, load: Math.min(model.assumptions.load, load) } };
}

/** What the scenario does to the workload, and to the cured one in the same world. */
function shownBy({ scenario: name, when, shows, cured }: Demonstration, model: WorkloadModel): string | undefined {
  const scenario = scenarioNamed(name)!;
  const world = worldOf(scenario, model);
  const before = runModel(scenario, model, world);
  const effect = effectOf(shows, before);
  if (effect === 0) {
    return undefined;
  }
  const after = runModel(scenario, cured(model), world);
  return effectOf(shows, after) > effect / 2
    ? undefined
    : `(${plural(world.replicas, 'pod')}, ${Math.round(world.load * 10) / 10} requests/s): ${when} ${sentence(shows, before, after)}`;
}

function effectOf(shows: Demonstration['shows'], result: ScenarioResult): number {
  return shows === 'restarts' ? result.restarts : lost(result) < LEAST_LOST ? 0 : lost(result);
}

function sentence(shows: Demonstration['shows'], before: ScenarioResult, after: ScenarioResult): string {
  return shows === 'restarts'
    ? `restarts containers ${times(before.restarts)}, with the fix ${times(after.restarts)}`
    : `loses ${lost(before)} of ${before.requests} requests, with the fix ${lost(after) || 'none'}`;
}

function lost({ requests, endings }: ScenarioResult): number {
  return requests - endings.ok;
}

function times(count: number): string {
  return count === 0 ? 'never' : count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}

function nameOf({ apiVersion, kind, namespace, name }: Finding['object']): string {
  return [apiVersion, kind, namespace, name].join(' ');
}
