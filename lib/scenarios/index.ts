export { Scenario, SCENARIOS, type Span } from './catalogue';
export { runScenario } from './run';
export type { Subject } from './model';
export type { Outcome, ScenarioResult } from './scenario';
export type { Assumption, Assumptions, ScenarioOptions } from './assumptions';
export type { World } from './world';
export type { PodEvent, PodEventKind } from '../kubelet/pod/pod-event';
export { ENDINGS, type Ending } from '../kubelet/traffic/statistics';
