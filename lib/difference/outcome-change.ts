import { objectInWords, objectKey } from '../manifest/api-object';
import type { Reading } from '../reading/reading';
import { SCENARIOS, type ScenarioResult } from '../scenarios';
import type { Assumptions } from '../simulation/assumptions';
import { areAlike, modelOf, type WorkloadModel } from '../simulation/model';
import { runModel, worldOf } from '../simulation/run';
import { simulatedWorkloads } from '../simulation/simulation';

/** What came of a scenario, on one side. */
export interface OutcomeSide {
  readonly verdict: ScenarioResult['verdict'];
  /** Why it is broken, or not judged. */
  readonly because?: string;
  readonly restarts: number;
  readonly secondsWithoutReadyPod: number;
  /** Part of the requests that got no good answer, 0 to 1. */
  readonly lost: number;
}

interface Sides {
  readonly before: OutcomeSide;
  readonly after: OutcomeSide;
}

/** A scenario that ends differently for a workload than it did before. */
export interface OutcomeChange extends Sides {
  /** `Deployment shop/web`. */
  readonly workload: string;
  readonly scenario: string;
  readonly invariant: string;
  /** By the first that differs: the verdict, restarts, lost requests, seconds without a ready pod. */
  readonly direction: 'better' | 'worse';
}

/** What a change does to the lives of the workloads. */
export interface OutcomeChanges {
  /** The worst first. */
  readonly outcomes: readonly OutcomeChange[];
  /** Changed workloads that were not simulated, because there are more than so many. */
  readonly unsimulated: readonly string[];
}

/** All scenarios take a quarter of a second for a workload and a side. */
const MOST_WORKLOADS = 20;
/** Smaller differences are a matter of when a request arrives. */
const SECOND = 1;
const SHARE = 0.001;
/**
 * Where nothing but requests and seconds differ, the same in so many other courses of chance, each so many seconds later and with a
 * boot so much longer: the phase of a probe decides a part of both, and a change of its numbers changes its phase. No usual period
 * of a probe divides the seconds.
 */
const [OTHERS, LATER, LONGER_BOOT] = [3, 17, 1.3];

/**
 * Runs the scenarios on the workloads that stand in both sides and that are not the same to the simulation. The world stays as it
 * was: the head meets the base's load and times, unless its manifests state other ones.
 */
export function outcomeChanges(base: Reading, head: Reading, onRun: (workload: string) => void = () => undefined): OutcomeChanges {
  const before = new Map(simulatedWorkloads(base).map((workload) => [objectKey(workload.workload.object), workload]));
  const changed = simulatedWorkloads(head).flatMap((workload) => {
    const former = before.get(objectKey(workload.workload.object));
    const [was, is] = [former && modelOf(former), modelOf(workload)];
    return was && !areAlike(was, is) ? [{ name: objectInWords(workload.workload.object), was, is }] : [];
  });
  return {
    outcomes: changed
      .slice(0, MOST_WORKLOADS)
      .flatMap(({ name, was, is }) => {
        onRun(name);
        return changesOf(name, was, is);
      })
      .sort((one, other) => rank(one) - rank(other)),
    unsimulated: changed.slice(MOST_WORKLOADS).map(({ name }) => name),
  };
}

/** Whether the change breaks what a scenario kept. */
export function breaks({ before, after }: OutcomeChange): boolean {
  return before.verdict === 'held' && after.verdict === 'broken';
}

function changesOf(workload: string, base: WorkloadModel, head: WorkloadModel): OutcomeChange[] {
  // The load that follows from the pods would shrink and grow with them.
  const stated = head.assumptions.list.some(({ name, origin }) => name === 'load' && origin === 'annotation');
  return SCENARIOS.flatMap((scenario) => {
    const [was, is] = [worldOf(scenario, base), worldOf(scenario, head)];
    const load = stated ? is.load : was.load;
    const result = (model: WorkloadModel, world: Assumptions, number: number) =>
      sideOf(
        runModel(
          scenario,
          model,
          { ...world, load, seed: world.seed + number, boot: world.boot + number * LONGER_BOOT },
          { later: number * LATER },
        ),
      );
    const course = (number: number): Sides => ({ before: result(base, was, number), after: result(head, is, number) });
    const sides = course(0);
    const direction = directionOf(sides);
    return direction && (isCertain(sides) || othersAgree(direction, course))
      ? [{ workload, scenario: scenario.name, invariant: scenario.invariant, direction, ...sides }]
      : [];
  });
}

function isCertain({ before, after }: Sides): boolean {
  return before.verdict !== after.verdict || before.restarts !== after.restarts;
}

function othersAgree(direction: OutcomeChange['direction'], course: (number: number) => Sides): boolean {
  return Array.from({ length: OTHERS }).every((_, index) => directionOf(course(index + 1)) === direction);
}

function directionOf({ before, after }: Sides): OutcomeChange['direction'] | undefined {
  // Where neither side shows what the scenario is about, its numbers say nothing of it.
  if (before.verdict === 'not judged' && after.verdict === 'not judged') {
    return undefined;
  }
  const differences = [
    Number(after.verdict === 'broken') - Number(before.verdict === 'broken'),
    after.restarts - before.restarts,
    // Pods that nothing asks are always ready: what users lose says more.
    beyond(after.lost - before.lost, SHARE),
    beyond(after.secondsWithoutReadyPod - before.secondsWithoutReadyPod, SECOND),
  ];
  const first = differences.find((difference) => difference !== 0);
  return first === undefined ? undefined : first > 0 ? 'worse' : 'better';
}

function beyond(difference: number, least: number): number {
  return Math.abs(difference) < least ? 0 : difference;
}

function rank(change: OutcomeChange): number {
  return breaks(change) ? 0 : change.direction === 'worse' ? 1 : 2;
}

function sideOf({ verdict, because, restarts, secondsWithoutReadyPod, answered }: ScenarioResult): OutcomeSide {
  return { verdict, because, restarts, secondsWithoutReadyPod, lost: 1 - answered };
}
