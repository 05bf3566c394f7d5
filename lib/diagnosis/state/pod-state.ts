import type { ApiObject } from '../../manifest/api-object';
import type { Container } from '../../manifest/container';
import { integerOf, isObject, listOf, objectOf, textMapOf, textOf, type JsonObject } from '../../manifest/json';
import type { Labels } from '../../manifest/label-selector';
import { workloadOf, type Workload } from '../../manifest/workload';
import { timeOf } from './time';

/** How a run of a container ended. */
export interface Termination {
  readonly reason: string;
  readonly exitCode: number;
  readonly message: string;
  readonly started?: number;
  readonly finished?: number;
}

/** A container of a pod, as the kubelet reports it. */
export interface ContainerState {
  readonly name: string;
  /** One that runs to its end before the others start. */
  readonly init: boolean;
  readonly spec?: Container;
  readonly image: string;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  readonly waiting?: { readonly reason: string; readonly message: string };
  /** Since when it runs, in milliseconds; nothing where it does not. */
  readonly runningSince?: number;
  /** How it has ended, where it has not been started again. */
  readonly ended?: Termination;
  /** How the run before ended. */
  readonly last?: Termination;
}

/** A condition of an object's status. */
export interface Condition {
  readonly status: string;
  readonly reason: string;
  readonly message: string;
  readonly since?: number;
}

/** A pod: what its status says. */
export interface PodState {
  readonly object: ApiObject;
  readonly workload: Workload;
  readonly labels: Labels;
  readonly phase: string;
  /** `Evicted`, `NodeLost` …; empty where the pod has none. */
  readonly reason: string;
  readonly message: string;
  readonly node?: string;
  readonly address?: string;
  readonly ready: boolean;
  /** When it should have been gone: `metadata.deletionTimestamp`, which the grace period is part of. */
  readonly deletion?: number;
  readonly finalizers: readonly string[];
  /** The init containers, then those that keep running. */
  readonly containers: readonly ContainerState[];
  /** Neither ended nor asked to. */
  readonly current: boolean;
}

/** The condition of this type; nothing where the status has none. */
export function conditionOf({ json }: ApiObject, type: string): Condition | undefined {
  const found = listOf(objectOf(json.status).conditions)
    .map(objectOf)
    .find((condition) => condition.type === type);
  return (
    found && {
      status: textOf(found.status) ?? '',
      reason: textOf(found.reason) ?? '',
      message: textOf(found.message) ?? '',
      since: timeOf(found.lastTransitionTime),
    }
  );
}

/** The pod that an object is; nothing for one of another kind. */
export function podStateOf(object: ApiObject): PodState | undefined {
  const workload = object.kind === 'Pod' && object.group === '' ? workloadOf(object) : undefined;
  if (!workload) {
    return undefined;
  }
  const status = objectOf(object.json.status);
  const metadata = objectOf(object.json.metadata);
  const phase = textOf(status.phase) ?? '';
  const deletion = timeOf(metadata.deletionTimestamp);
  return {
    object,
    workload,
    labels: textMapOf(metadata.labels),
    phase,
    reason: textOf(status.reason) ?? '',
    message: textOf(status.message) ?? '',
    node: textOf(workload.podSpec.nodeName),
    address: textOf(status.podIP),
    ready: conditionOf(object, 'Ready')?.status === 'True',
    deletion,
    finalizers: listOf(metadata.finalizers).filter((name) => typeof name === 'string'),
    containers: containersOf(workload, status),
    current: deletion === undefined && phase !== 'Succeeded' && phase !== 'Failed',
  };
}

function containersOf(workload: Workload, status: JsonObject): ContainerState[] {
  const once = new Map(workload.initContainers.map((container) => [container.name, container]));
  const specs = new Map([...workload.containers, ...workload.initContainers].map((container) => [container.name, container]));
  return [...listOf(status.initContainerStatuses), ...listOf(status.containerStatuses)].map(objectOf).map((json) => {
    const name = textOf(json.name) ?? '';
    return containerStateOf(json, name, specs.get(name), once.has(name));
  });
}

function containerStateOf(json: JsonObject, name: string, spec: Container | undefined, init: boolean): ContainerState {
  const state = objectOf(json.state);
  const waiting = isObject(state.waiting) ? state.waiting : undefined;
  return {
    name,
    init,
    spec,
    image: textOf(json.image) ?? spec?.image ?? '',
    ready: json.ready === true,
    started: json.started === true,
    restarts: integerOf(json.restartCount) ?? 0,
    waiting: waiting && { reason: textOf(waiting.reason) ?? '', message: textOf(waiting.message) ?? '' },
    runningSince: isObject(state.running) ? (timeOf(state.running.startedAt) ?? 0) : undefined,
    ended: terminationOf(state.terminated),
    last: terminationOf(objectOf(json.lastState).terminated),
  };
}

function terminationOf(json: unknown): Termination | undefined {
  return isObject(json)
    ? {
        reason: textOf(json.reason) ?? '',
        exitCode: integerOf(json.exitCode) ?? 0,
        message: textOf(json.message) ?? '',
        started: timeOf(json.startedAt),
        finished: timeOf(json.finishedAt),
      }
    : undefined;
}
