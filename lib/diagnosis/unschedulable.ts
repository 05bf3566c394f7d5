import type { Evidence } from './cause';
import { conditionOf, type PodState } from './state/pod-state';
import type { Scene } from './state/scene';
import { evidence, eventEvidence } from './wording';

/** A pod that the scheduler has no node for, and what it says of it. */
export interface Unschedulable {
  readonly pod: PodState;
  /** `0/3 nodes are available: 3 Insufficient cpu. …` (`pkg/scheduler/framework/types.go`, `NoNodeAvailableMsg`). */
  readonly says: string;
  readonly evidence: readonly Evidence[];
}

/** The pods of a workload that the scheduler has no node for (`k8s.io/api/core/v1`, `PodReasonUnschedulable`). */
export function unschedulableIn(scene: Scene): readonly Unschedulable[] {
  return scene.current.flatMap((pod): Unschedulable[] => {
    const scheduled = conditionOf(pod.object, 'PodScheduled');
    if (pod.node !== undefined || scheduled?.status === 'True') {
      return [];
    }
    const events = scene.state.eventsOn(pod.object).filter(({ reason }) => reason === 'FailedScheduling');
    const says = scheduled?.message || events[0]?.message;
    return says
      ? [
          {
            pod,
            says,
            evidence: scheduled?.message
              ? [evidence(pod.object, 'condition PodScheduled', `${scheduled.reason}: ${scheduled.message}`)]
              : eventEvidence(events.slice(0, 1)),
          },
        ]
      : [];
  });
}

const RESOURCES = /Insufficient [\w./-]+|Too many pods/g;
const VOLUME =
  /unbound immediate PersistentVolumeClaims|persistentvolumeclaim|persistent volume|PersistentVolume|volume zone|free storage|pvc\(s\)/i;

/** What a node has too little of: `Insufficient cpu`. */
export function shortagesIn(says: string): readonly string[] {
  return [...new Set(says.match(RESOURCES) ?? [])];
}

/** Whether it is a volume that keeps the pod from every node. */
export function concernsVolume(says: string): boolean {
  return VOLUME.test(says);
}
