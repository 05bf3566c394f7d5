import type { ScenarioResult } from '../scenarios';

/** A disturbance that is played. What each asks for stands in docs/simulation.md. */
export enum SimulatedScenario {
  /** The pods start. */
  BOOT = 'boot',
  /** The pods start, and take as long as they may. */
  SLOW_BOOT = 'slow-boot',
  /** What every request needs is down for a minute. */
  DEPENDENCY_OUTAGE = 'dependency-outage',
  /** What every request needs is down for ten minutes. */
  LONG_DEPENDENCY_OUTAGE = 'dependency-outage-600s',
  /** What every request needs takes connections and never answers. */
  DEPENDENCY_HANG = 'dependency-hang',
  /** As many requests as the pods can answer. */
  OVERLOAD = 'overload',
  /** Half again as many. */
  HEAVY_OVERLOAD = 'overload-150',
  /** A worker hangs. */
  STALL = 'stall',
  /** Workers are replaced after as many requests as they are to serve. */
  WORKER_RECYCLE = 'worker-recycle',
  /** A new version replaces the old one. */
  ROLLOUT = 'rollout',
  /** A new version never serves, and is undone. */
  BAD_RELEASE = 'bad-release',
  /** The nodes of the pods are drained. */
  DRAIN = 'drain',
  /** Requests leave memory behind. */
  MEMORY_SQUEEZE = 'memory-squeeze',
}

/** What became of what a scenario asks for. */
export enum ScenarioVerdict {
  /** It held. */
  HELD = 'held',
  /** It was broken. */
  BROKEN = 'broken',
  /** Nothing was played that could show it. */
  NOT_JUDGED = 'not judged',
}

/** What came of a scenario for one workload. */
export interface ScenarioOutcome {
  /** Such as `Deployment shop/web`. */
  readonly workload: string;
  /** What was played. */
  readonly scenario: SimulatedScenario;
  /** What it asks for, as a sentence. */
  readonly invariant: string;
  /** Whether that held. */
  readonly verdict: ScenarioVerdict;
  /** @default - it held */
  readonly because?: string;
  /** Containers that were started again, over all pods. */
  readonly restarts: number;
  /** Seconds in which no pod was ready. */
  readonly secondsWithoutReadyPod: number;
  /** Requests of users. */
  readonly requests: number;
  /** Part of the requests that was answered, 0 to 1; 1 when there were none. */
  readonly answered: number;
}

/** A result as other languages are given it. */
export function boundOutcome(workload: string, result: ScenarioResult): ScenarioOutcome {
  const { scenario, invariant, verdict, because, restarts, secondsWithoutReadyPod, requests, answered } = result;
  return {
    workload,
    scenario: scenario as SimulatedScenario,
    invariant,
    verdict: verdict as ScenarioVerdict,
    ...(because !== undefined && { because }),
    restarts,
    secondsWithoutReadyPod,
    requests,
    answered,
  };
}
