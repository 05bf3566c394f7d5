import type { Cause } from '../cause';
import { killEvents, probeFailures } from '../probe-failure';
import { isMasterStopped } from '../stopped-master';
import { describe, evidence, eventEvidence, shareOf } from '../wording';

export const masterStopped: Cause = {
  id: 'master-stopped',
  link: 'process',
  severity: 'error',
  symptom: 'restarting',
  summary: 'The process neither answers nor obeys SIGTERM: it is stopped, or stuck as a whole',
  doc: {
    why:
      'Probes get no answer, liveness ends the container, and SIGTERM does nothing until the grace period is over and SIGKILL comes ' +
      '(exit code 137 without OOMKilled). A master that was stopped takes connections into its queue and hands them to nobody.',
    fix:
      'Look at the state of process 1 in the container (T is stopped, D waits for a disk); find who sends it SIGSTOP, or what ' +
      'it waits for.',
    judges:
      'A container whose last run ended with 137, not for memory, while its liveness or startup probe timed out. A process that ignores ' +
      'SIGTERM but answers its probes is not reported here.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer; gunicorn/arbiter.py, Arbiter.run',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const timedOut = probeFailures(scene).filter(
        ({ says, container }) => /deadline exceeded|Timeout exceeded|timed out|timeout/i.test(says) && isMasterStopped(scene, container),
      );
      const [first] = timedOut;
      if (first) {
        const pods = new Set(timedOut.map(({ pod }) => pod));
        yield {
          subject: scene.object,
          container: first.container.name,
          message:
            `container ${first.container.name} answers no probe and did not end on SIGTERM, in ` +
            `${shareOf(pods.size, scene.current.length)}`,
          evidence: [
            ...first.evidence,
            evidence(
              first.pod.object,
              'lastState.terminated',
              `exit code ${first.container.last!.exitCode}, reason ${first.container.last!.reason}`,
            ),
            ...eventEvidence(killEvents(scene, first.pod, first.container, 'liveness').slice(0, 1)),
          ],
          fix: 'look at the state of process 1 in the container: stopped (T), or waiting for a disk or a lock (D)',
          next: describe(first.pod.object),
        };
      }
    }
  },
};
