import type { ApiObject } from '../manifest/api-object';
import type { Evidence } from './cause';
import { conditionOf } from './state/pod-state';
import type { Scene } from './state/scene';
import type { State } from './state/state';
import { eventEvidence, evidence } from './wording';

/** A workload whose pods the API server refuses. */
export interface PodRefusal {
  readonly scene: Scene;
  readonly on: ApiObject;
  readonly says: string;
  readonly evidence: readonly Evidence[];
}

/** The workloads that have fewer pods than they want, because they are refused. */
export function* podRefusals(state: State): Iterable<PodRefusal> {
  for (const scene of state.scenes) {
    // A finite workload has no number of pods of its own; one that has none yet is short of them.
    const short = scene.wanted === undefined ? scene.pods.length === 0 : scene.current.length < scene.wanted;
    const refusal = short || failing(scene) ? refusalOf(scene) : undefined;
    if (refusal) {
      yield refusal;
    }
  }
}

/** The newest ReplicaSet may lack the pods of a rollout, while the old ones make up the number. */
function failing({ replicaSets: [newest] }: Scene): boolean {
  return newest !== undefined && conditionOf(newest, 'ReplicaFailure')?.status === 'True';
}

function refusalOf(scene: Scene): PodRefusal | undefined {
  for (const on of [...scene.replicaSets.slice(0, 1), scene.object]) {
    const condition = conditionOf(on, 'ReplicaFailure');
    if (condition?.status === 'True' && condition.reason === 'FailedCreate') {
      return { scene, on, says: condition.message, evidence: [evidence(on, 'condition ReplicaFailure', condition.message)] };
    }
    const events = scene.state.eventsOn(on).filter(({ reason }) => reason === 'FailedCreate');
    if (events.length) {
      return {
        scene,
        on,
        says: events[0].message.replace(/^(?:Error creating: |create Pod \S+ in \S+ \S+ failed error: )/, ''),
        evidence: eventEvidence(events.slice(0, 1)),
      };
    }
  }
  return undefined;
}
