import type { Cause } from '../cause';
import { describe, eventEvidence, shareOf } from '../wording';

export const volumeNotMounted: Cause = {
  id: 'volume-not-mounted',
  link: 'pod',
  severity: 'error',
  symptom: 'unstarted',
  summary: 'A volume of a pod cannot be mounted, often because the ConfigMap or Secret of it is not there',
  doc: {
    why: 'The kubelet starts no container before all volumes are mounted: the pod stays in ContainerCreating.',
    fix: 'Create what the event names, with its keys; for a disk, see who still holds it.',
    judges: 'A pod with a node that has started no container, and an event FailedMount or FailedAttachVolume of the last hour.',
    source:
      'pkg/kubelet/events/event.go, FailedMountVolume; pkg/volume/configmap/configmap.go, MakePayload; ' +
      'pkg/volume/secret/secret.go, MakePayload',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const stuck = scene.current.flatMap((pod) => {
        const started = pod.containers.some(({ runningSince, restarts, ended }) => runningSince !== undefined || restarts > 0 || ended);
        const events = started
          ? []
          : state.eventsOn(pod.object).filter(({ reason }) => /^Failed(Mount|AttachVolume|MapVolume)$/.test(reason));
        return events.length ? [{ pod, events }] : [];
      });
      const [first] = stuck;
      if (first) {
        const told = first.events.find(({ message }) => /not found|non-existent|Multi-Attach/.test(message)) ?? first.events[0];
        yield {
          subject: scene.object,
          message: `a volume cannot be mounted in ${shareOf(stuck.length, scene.current.length)}: ${told.message.split('\n')[0]}`,
          evidence: eventEvidence([told]),
          fix: 'create what the event names, with its keys, in this namespace',
          next: describe(first.pod.object),
        };
      }
    }
  },
};
