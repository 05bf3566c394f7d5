import type { ScenarioOptions } from './assumptions';
import { runScenario } from './run';
import type { Scenario, ScenarioResult } from './scenario';
import { isOnPlatform } from '../manifest/entrance';
import { objectInWords } from '../manifest/api-object';
import type { Problem } from '../manifest/input/problem';
import type { Reading } from '../reading/reading';
import type { WorkloadReading } from '../reading/workload-reading';

/** What came of the scenarios for one workload. */
export interface WorkloadSimulation {
  /** `Deployment shop/web`. */
  readonly workload: string;
  /** The worst first. */
  readonly results: readonly ScenarioResult[];
}

/** What `probewise simulate` found: its JSON contract. */
export interface Simulation {
  /** Of probewise. */
  readonly version: string;
  readonly problems: readonly Problem[];
  readonly workloads: readonly WorkloadSimulation[];
}

/** The workloads that have a life to simulate: those that are meant to go on, and have a container and a pod. */
export function simulatedWorkloads({ workloads }: Reading): readonly WorkloadReading[] {
  return workloads.filter(
    ({ workload: { object, finite, containers, replicas } }) => !finite && !isOnPlatform(object) && containers.length > 0 && replicas !== 0,
  );
}

/** Runs scenarios on one workload. */
export function simulate(
  reading: WorkloadReading,
  scenarios: readonly Scenario[],
  options: ScenarioOptions = {},
  onRun: (scenario: Scenario) => void = () => undefined,
): WorkloadSimulation {
  const results = scenarios.map((scenario) => {
    onRun(scenario);
    return runScenario(scenario, reading, options);
  });
  return { workload: objectInWords(reading.workload.object), results: [...results].sort((one, other) => badness(other) - badness(one)) };
}

/** Whether a scenario's invariant was broken anywhere. */
export function anyBroken({ workloads }: Pick<Simulation, 'workloads'>): boolean {
  return workloads.some(({ results }) => results.some(({ verdict }) => verdict === 'broken'));
}

/** Whether nothing was broken, and something was there to be judged. */
export function survives({ workloads }: Pick<Simulation, 'workloads'>): boolean {
  const results = workloads.flatMap((each) => each.results);
  return results.every(({ verdict }) => verdict !== 'broken') && results.some(({ verdict }) => verdict === 'held');
}

/** A broken invariant is worse than any number, a restart worse than a minute without a pod, and that worse than lost requests. */
function badness({ verdict, restarts, secondsWithoutReadyPod, answered }: ScenarioResult): number {
  return (
    (verdict === 'broken' ? 1e9 : verdict === 'not judged' ? 1e-3 : 0) + restarts * 1e4 + secondsWithoutReadyPod * 100 + (1 - answered)
  );
}
