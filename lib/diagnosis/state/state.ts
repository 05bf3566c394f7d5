import type { ApiObject } from '../../manifest/api-object';
import type { Service } from '../../manifest/service';
import { Observed } from './observed';
import { ownersOf } from './owner';
import type { PodState } from './pod-state';
import type { StateRecord } from './record';
import { Scene } from './scene';

/** What was read of a cluster, and its workloads with the pods of each: every cause of a fault is looked for here. */
export class State extends Observed {
  /** What is at the top: a Deployment and not its ReplicaSets. */
  public readonly scenes: readonly Scene[];

  private readonly sceneOfPod = new Map<PodState, Scene>();

  /** @param since seconds back from when it was read for which events and restarts count */
  public constructor(record: StateRecord, since?: number) {
    super(record, since);
    const owners = ownersOf(this.bundle, this.pods);
    const owned = new Map<ApiObject, PodState[]>();
    for (const pod of this.pods) {
      const owner = owners.get(pod.object) ?? pod.object;
      owned.set(owner, [...(owned.get(owner) ?? []), pod]);
    }
    this.scenes = this.bundle.workloads
      .filter(({ object }) => !owners.has(object))
      .map((workload) => new Scene(this, this.reading.of(workload), owned.get(workload.object) ?? []));
    this.scenes.forEach((scene) => scene.pods.forEach((pod) => this.sceneOfPod.set(pod, scene)));
  }

  /** The workloads of which a Service selects pods, each with these pods. */
  public scenesBehind(service: Service): ReadonlyMap<Scene, readonly PodState[]> {
    const scenes = new Map<Scene, PodState[]>();
    for (const pod of this.podsBehind(service)) {
      const scene = this.sceneOfPod.get(pod);
      if (scene) {
        scenes.set(scene, [...(scenes.get(scene) ?? []), pod]);
      }
    }
    return scenes;
  }
}
