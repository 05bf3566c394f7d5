import { durationInWords } from '../../wording/duration';
import type { Cause } from '../cause';
import { killedWhileBooting } from '../killed-while-booting';
import { listeningOf } from '../listening';
import { evidence, eventEvidence, kubectl, shareOf } from '../wording';

export const livenessKillsBoot: Cause = {
  id: 'liveness-kills-boot',
  link: 'container',
  severity: 'error',
  symptom: 'restarting',
  summary: 'A container is ended by its liveness or startup probe before it listens for the first time',
  doc: {
    why:
      'Liveness counts its failures from the start of the container, whether or not it is still booting. Where the boot takes longer ' +
      'than the probe is patient, the container is restarted, boots again, and never comes to its end.',
    fix: 'Give it a startup probe whose period times failureThreshold is longer than the slowest boot.',
    judges:
      'A container that was ended by liveness or startup, is not ready, and whose probe has only ever been refused. A server that had ' +
      'written that it listens was not booting; one that certainly listens on loopback is bound-to-loopback.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions; pkg/kubelet/prober/worker.go, doProbe',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const killed = scene.containers.flatMap(({ pod, container }) => {
        const boot = container.init || listeningOf(scene, pod, container)?.loopback ? undefined : killedWhileBooting(scene, pod, container);
        return boot ? [{ pod, container, boot }] : [];
      });
      const [first] = killed;
      if (first) {
        const { pod, container, boot } = first;
        yield {
          subject: scene.object,
          container: container.name,
          message:
            `${boot.role} ends container ${container.name} ${
              boot.lived === undefined ? '' : `${durationInWords(boot.lived)} ` + `after its start, `
            }` + `before it listens (${container.restarts} restarts), in ${shareOf(killed.length, scene.current.length)}`,
          evidence: [
            ...eventEvidence(boot.events),
            evidence(pod.object, `container ${container.name}`, `${container.restarts} restarts, never ready`),
          ],
          fix: container.spec?.startup
            ? 'raise failureThreshold of the startup probe above the slowest boot'
            : 'add a startup probe that is more patient than the slowest boot',
          next: kubectl(pod.object, 'logs', pod.object.name, '-c', container.name, '--previous'),
        };
      }
    }
  },
};
