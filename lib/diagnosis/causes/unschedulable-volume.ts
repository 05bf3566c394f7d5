import { listOf, objectOf, textOf } from '../../manifest/json';
import type { Cause, Evidence } from '../cause';
import { conditionOf } from '../state/pod-state';
import type { Scene } from '../state/scene';
import { concernsVolume, unschedulableIn } from '../unschedulable';
import { eventEvidence, evidence, kubectl, shareOf } from '../wording';

export const unschedulableVolume: Cause = {
  id: 'unschedulable-volume',
  link: 'pod',
  severity: 'error',
  symptom: 'pending',
  summary: 'Pods are Pending: a volume that they claim is not there, not bound, or in another zone',
  doc: {
    why:
      'A claim without a volume waits for a storage class that nobody serves, or for a volume that fits; a pod that mounts it ' +
      'goes to no node.',
    fix: 'Create the claim, name a StorageClass that is there, or a volume that fits it.',
    judges: 'A pod without a node of which the scheduler names a claim or a volume.',
    source: 'pkg/scheduler/framework/plugins/volumebinding/volume_binding.go, PreFilter; binder.go, ErrReasonBindConflict',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const pods = unschedulableIn(scene).filter(({ says }) => concernsVolume(says));
      const [first] = pods;
      if (first) {
        const claims = claimEvidence(scene);
        yield {
          subject: scene.object,
          message: `${shareOf(pods.length, scene.current.length)} pending: ${first.says.split('. ')[0]}`,
          evidence: [...first.evidence, ...claims],
          fix: 'create the claim, or give it a StorageClass or a volume that is there',
          next: kubectl(first.pod.object, 'get', 'persistentvolumeclaims,events'),
        };
      }
    }
  },
};

function claimEvidence({ state, workload, object }: Scene): Evidence[] {
  const names = listOf(workload.podSpec.volumes).flatMap(
    (volume) => textOf(objectOf(objectOf(volume).persistentVolumeClaim).claimName) ?? [],
  );
  return names
    .flatMap((name) => state.bundle.find('', 'PersistentVolumeClaim', object.namespace, name) ?? [])
    .filter(({ json }) => objectOf(json.status).phase !== 'Bound')
    .flatMap((claim) => [
      evidence(claim, 'status.phase', textOf(objectOf(claim.json.status).phase) ?? conditionOf(claim, 'Resizing')?.status ?? '?'),
      ...eventEvidence(state.eventsOn(claim).slice(0, 1)),
    ])
    .slice(0, 2);
}
