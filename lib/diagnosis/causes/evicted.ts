import { conditionOf } from '../state/pod-state';
import type { Cause } from '../cause';
import { evidence, kubectl, podEvidence, shareOf } from '../wording';

export const evicted: Cause = {
  id: 'evicted',
  link: 'pod',
  severity: 'warning',
  symptom: 'pending',
  summary: 'Pods were evicted by the kubelet, because their node ran short of memory or disk',
  doc: {
    why:
      'A node under pressure ends pods that use more than they request first. They stay as Failed; others take their place if ' +
      'there is room.',
    fix: 'Request what the pod needs; limit what it writes to its own disk.',
    judges: 'A pod that has failed with the reason Evicted in the last hour; an error where fewer pods are ready than should be.',
    source: 'pkg/kubelet/eviction/helpers.go, Reason, nodeLowMessageFmt; eviction_manager.go, evictPod',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const gone = scene.pods.filter(({ object, reason, phase, containers }) => {
        const when = conditionOf(object, 'DisruptionTarget')?.since ?? containers.flatMap(({ ended }) => ended?.finished ?? [])[0];
        return phase === 'Failed' && reason === 'Evicted' && (when === undefined || state.recent(when));
      });
      const [first] = gone;
      if (first) {
        const node = state.node(first.node);
        const pressure = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].find(
          (type) => node && conditionOf(node, type)?.status === 'True',
        );
        const short = scene.ready.length < (scene.wanted ?? 0);
        yield {
          subject: scene.object,
          severity: short ? 'error' : 'warning',
          message: `${shareOf(gone.length, scene.pods.length)} evicted: ${first.message.split('. ')[0]}`,
          evidence: [
            ...podEvidence(gone.slice(0, 2), 'status', ({ reason, message }) => `${reason}: ${message}`),
            ...(node && pressure ? [evidence(node, `condition ${pressure}`, 'True')] : []),
          ],
          fix: 'request the memory and disk that the pod needs, or limit what it writes',
          next: kubectl(first.object, 'get', 'pods', '--field-selector', 'status.phase=Failed'),
        };
      }
    }
  },
};
