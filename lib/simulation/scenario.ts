import type { Assumption, Assumptions } from './assumptions';
import type { Drained } from './controller/node-drain';
import type { WorkloadModel } from './model';
import type { PoolSettings } from './pool/pool-settings';
import type { ProbeOutcome } from './probe-statistics';
import type { Course } from './traffic/course';
import type { Percentiles } from './traffic/latencies';
import type { Ending } from './traffic/statistics';
import type { World } from './world';
import type { PodEvent } from '../kubelet/pod/pod-event';

/** What came of a scenario. */
export interface Outcome {
  /** Containers that were started again, over all pods. */
  readonly restarts: number;
  /** Workers that their master killed because of its timeout. */
  readonly workerTimeouts: number;
  /** Workers that ended themselves after as many requests as they were to serve, and were replaced. */
  readonly workersRecycled: number;
  /** Workers that the kernel killed for the memory of their container, which went on. */
  readonly workersOutOfMemory: number;
  readonly secondsWithoutReadyPod: number;
  /** Seconds until all pods were ready for the first time; nothing when they never were. */
  readonly readyAfter?: number;
  /** Whether all pods were ready, and of the newest version, at the end. */
  readonly complete: boolean;
  /** Whether a rollout was reported as failed, because it made no progress for as long as its deadline. */
  readonly deadlineExceeded: boolean;
  /** What came of draining the nodes, where the scenario does so. */
  readonly drained?: Drained;
  readonly requests: number;
  readonly endings: { readonly [ending in Ending]: number };
  /** Part of the requests that was answered, 0 to 1; 1 when there were none. */
  readonly answered: number;
  /** How long users waited for the answers that they got. Milliseconds. */
  readonly userLatency: Percentiles;
  /** How the probes of the containers that serve fared; times in milliseconds. */
  readonly probes: ProbeOutcome;
}

/** Why an invariant cannot be judged on a workload: what it would take is not there, or was not played. */
export interface NotJudged {
  /** As a clause. */
  readonly notJudged: string;
}

/** A disturbance of the world, and what must hold in spite of it. Users may write their own. */
export interface Scenario {
  readonly name: string;
  /** What a sound workload keeps, as a sentence. */
  readonly invariant: string;
  /** Seconds that are simulated once all pods are ready. */
  readonly duration: number;
  /** Whether users come as soon as the pods count as ready, and not only when they serve. */
  readonly fromBoot?: boolean;
  /** The assumptions with which it runs: another load, a slower boot. */
  assuming?(assumptions: Assumptions, settings: PoolSettings): Assumptions;
  /** Makes things happen: `world.at(10, …)`, in seconds after all pods were ready. */
  disturb(world: World): void;
  /**
   * Why the invariant is broken, as a clause; nothing when it held; why it cannot be judged, where what was played does not show it.
   *
   * @param model what it was played on
   */
  judge(outcome: Outcome, model: WorkloadModel): string | NotJudged | undefined;
}

/** A scenario that has been run. */
export interface ScenarioResult extends Outcome {
  readonly scenario: string;
  readonly invariant: string;
  /** `not judged` is neither sound nor broken. */
  readonly verdict: 'held' | 'broken' | 'not judged';
  /** Why it is broken, or not judged. */
  readonly because?: string;
  readonly assumptions: readonly Assumption[];
  /** What happened to the first pod, where it was asked for. */
  readonly trace?: readonly PodEvent[];
  /** What became of the requests over time, where it was asked for. */
  readonly course?: Course;
}
