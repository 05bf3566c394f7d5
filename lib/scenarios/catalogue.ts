import { badRelease } from './bad-release';
import { boot } from './boot';
import { dependencyHang } from './dependency-hang';
import { dependencyOutage } from './dependency-outage';
import { drain } from './drain';
import { memorySqueeze } from './memory-squeeze';
import { overload } from './overload';
import { rollout } from './rollout';
import type { Scenario as AnyScenario } from '../simulation/scenario';
import { slowBoot } from './slow-boot';
import { stall } from './stall';
import { workerRecycle } from './worker-recycle';

/** A time, as cdk8s' `Duration` is one. */
export interface Span {
  toSeconds(): number;
}

/** A disturbance of the world, and what must hold in spite of it. Users may write their own. */
export type Scenario = AnyScenario;

/** The built-in scenarios, by what happens: `Scenario.dependencyOutage(Duration.minutes(10))`. */
export const Scenario = {
  boot,
  slowBoot,
  dependencyOutage: (lasting: Span): AnyScenario => dependencyOutage(lasting.toSeconds()),
  dependencyHang,
  /** @param part of what the pods can do: 1.5 is half again as many requests */
  overload,
  stall,
  workerRecycle,
  rollout,
  badRelease,
  drain,
  memorySqueeze,
};

/** Every scenario, in the order of a pod's life. */
export const SCENARIOS: readonly AnyScenario[] = [
  boot,
  slowBoot,
  dependencyOutage(60),
  dependencyOutage(600),
  dependencyHang,
  overload(1),
  overload(1.5),
  stall,
  workerRecycle,
  rollout,
  badRelease,
  drain,
  memorySqueeze,
];

/** The scenario of this name; nothing when there is none. */
export function scenarioNamed(name: string): AnyScenario | undefined {
  return SCENARIOS.find((scenario) => scenario.name === name);
}
