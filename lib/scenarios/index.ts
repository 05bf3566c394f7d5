import { badRelease } from './bad-release';
import { boot } from './boot';
import { dependencyHang } from './dependency-hang';
import { dependencyOutage } from './dependency-outage';
import { drain } from './drain';
import { memorySqueeze } from './memory-squeeze';
import { overload } from './overload';
import { rollout } from './rollout';
import type { Scenario } from './scenario';
import { slowBoot } from './slow-boot';
import { stall } from './stall';
import { workerRecycle } from './worker-recycle';

/** Every scenario, in the order of a pod's life. */
export const SCENARIOS: readonly Scenario[] = [
  boot, slowBoot, dependencyOutage(60), dependencyOutage(600), dependencyHang, overload(1), overload(1.5), stall, workerRecycle,
  rollout, badRelease, drain, memorySqueeze,
];

export { dependencyOutage } from './dependency-outage';
export { overload } from './overload';
export { runScenario, type Subject } from './run';
export type { Outcome, Scenario, ScenarioResult } from './scenario';
export type { Assumption, Assumptions, ScenarioOptions } from './assumptions';
export type { World } from './world';
export type { PodEvent, PodEventKind } from '../kubelet/pod/pod-event';
export { ENDINGS, type Ending } from '../kubelet/traffic/statistics';
