import type { Cause } from '../cause';
import { killedWhileBooting } from '../killed-while-booting';
import { killEvents, probeEvents } from '../probe-failure';
import { eventEvidence, kubectl, shareOf } from '../wording';

export const livenessRestarts: Cause = {
  id: 'liveness-restarts',
  link: 'container',
  severity: 'error',
  follows: true,
  symptom: 'restarting',
  summary: 'A container that had come up is ended by its liveness probe',
  doc: {
    why:
      'Liveness fails in a row, and the kubelet ends the container and starts it again. If what fails is a dependency or a full pool, ' +
      'the restart does not help, and takes the requests in service with it.',
    fix: 'Find why the probe fails; let liveness ask only what a restart repairs, and act later than readiness.',
    judges:
      'A container with restarts that the kubelet said it ended for liveness lately. One that had not come up is liveness-kills-boot.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const killed = scene.containers.filter(
        ({ pod, container }) =>
          container.restarts > 0 && killEvents(scene, pod, container, 'liveness').length > 0 && !killedWhileBooting(scene, pod, container),
      );
      const [first] = killed;
      if (first) {
        const { pod, container } = first;
        yield {
          subject: scene.object,
          container: container.name,
          severity: killed.some((each) => !each.container.ready) ? 'error' : 'warning',
          message:
            `liveness restarts container ${container.name} (${container.restarts} restarts), in ` +
            `${shareOf(killed.length, scene.current.length)}`,
          evidence: eventEvidence([
            ...killEvents(scene, pod, container, 'liveness').slice(0, 1),
            ...probeEvents(scene, pod, container, 'liveness').slice(0, 1),
          ]),
          fix: 'find why the liveness probe fails; ask nothing in it that a restart does not repair',
          next: kubectl(pod.object, 'logs', pod.object.name, '-c', container.name, '--previous'),
        };
      }
    }
  },
};
