export { Scenario, SCENARIOS, type Span } from './catalogue';
export { runScenario } from '../simulation/run';
export type { WorkloadReading } from '../reading/workload-reading';
export type { Outcome, ScenarioResult } from '../simulation/scenario';
export type { Assumption, Assumptions, ScenarioOptions } from '../simulation/assumptions';
export type { World } from '../simulation/world';
export type { PodEvent, PodEventKind } from '../kubelet/pod/pod-event';
export { ENDINGS, type Ending } from '../simulation/traffic/statistics';
