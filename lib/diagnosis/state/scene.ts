import type { ApiObject } from '../../manifest/api-object';
import { integerOf, objectOf, textOf } from '../../manifest/json';
import type { Service } from '../../manifest/service';
import type { Workload } from '../../manifest/workload';
import type { WorkloadReading } from '../../reading/workload-reading';
import { controllerOf } from './owner';
import type { EventState } from './event-state';
import type { ContainerState, PodState } from './pod-state';
import type { Observed } from './observed';

/** A container of a pod. */
export interface PodContainer {
  readonly pod: PodState;
  readonly container: ContainerState;
}

/** A workload, and what became of it in the cluster. */
export class Scene {
  public constructor(
    public readonly state: Observed,
    public readonly reading: WorkloadReading,
    /** All of its pods, ended ones included. */
    public readonly pods: readonly PodState[],
  ) {}

  public get workload(): Workload {
    return this.reading.workload;
  }

  public get object(): ApiObject {
    return this.workload.object;
  }

  /** The pods that have not ended and were not asked to. */
  public get current(): readonly PodState[] {
    return this.pods.filter(({ current }) => current);
  }

  public get ready(): readonly PodState[] {
    return this.current.filter(({ ready }) => ready);
  }

  public get containers(): readonly PodContainer[] {
    return this.current.flatMap((pod) => pod.containers.map((container) => ({ pod, container })));
  }

  /** The Services that select its pod template. */
  public get services(): readonly Service[] {
    return this.state.bundle.servicesInFrontOf(this.workload);
  }

  /** The ReplicaSets that it made, the newest first (`deployment.kubernetes.io/revision`). */
  public get replicaSets(): readonly ApiObject[] {
    const { group, kind, name, namespace } = this.object;
    return this.state.bundle
      .ofKind('apps', 'ReplicaSet')
      .filter((set) => {
        const owner = controllerOf(set);
        return set.namespace === namespace && owner?.name === name && owner.kind === kind && owner.group === group;
      })
      .sort((one, other) => revisionOf(other) - revisionOf(one));
  }

  /** What was said of it and of the ReplicaSets that it made. */
  public get events(): readonly EventState[] {
    return [this.object, ...this.replicaSets].flatMap((object) => this.state.eventsOn(object));
  }

  /** How many pods it should have; nothing where that is not its own to say. */
  public get wanted(): number | undefined {
    const status = objectOf(this.object.json.status);
    return this.workload.replicas ?? integerOf(status.desiredNumberScheduled);
  }
}

function revisionOf({ json }: ApiObject): number {
  return Number(textOf(objectOf(objectOf(json.metadata).annotations)['deployment.kubernetes.io/revision']) ?? 0) || 0;
}
