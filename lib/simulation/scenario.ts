import type { Assumption, Assumptions } from './assumptions';
import type { World } from './world';
import type { PodEvent } from '../kubelet/pod/pod-event';
import type { PoolSettings } from './pool/pool-settings';
import type { Course } from './traffic/course';
import type { Ending } from './traffic/statistics';

/** What came of a scenario. */
export interface Outcome {
  /** Containers that were started again, over all pods. */
  readonly restarts: number;
  /** Workers that their master killed because of its timeout. */
  readonly workerTimeouts: number;
  /** Workers that the kernel killed for the memory of their container, which went on. */
  readonly workersOutOfMemory: number;
  readonly secondsWithoutReadyPod: number;
  /** Seconds until all pods were ready for the first time; nothing when they never were. */
  readonly readyAfter?: number;
  /** Whether all pods were ready, and of the newest version, at the end. */
  readonly complete: boolean;
  readonly requests: number;
  readonly endings: { readonly [ending in Ending]: number };
  /** Part of the requests that was answered, 0 to 1; 1 when there were none. */
  readonly answered: number;
  /** Milliseconds. */
  readonly median?: number;
  readonly slowest1Percent?: number;
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
  /** Why the invariant is broken, as a clause; nothing when it held. */
  judge(outcome: Outcome): string | undefined;
}

/** A scenario that has been run. */
export interface ScenarioResult extends Outcome {
  readonly scenario: string;
  readonly invariant: string;
  readonly verdict: 'held' | 'broken';
  /** Why it is broken. */
  readonly because?: string;
  readonly assumptions: readonly Assumption[];
  /** What happened to the first pod, where it was asked for. */
  readonly trace?: readonly PodEvent[];
  /** What became of the requests over time, where it was asked for. */
  readonly course?: Course;
}
