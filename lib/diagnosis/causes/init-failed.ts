import type { Cause } from '../cause';
import { migrationsPendingIn, waitsForMigrations } from '../migrations';
import { evidence, kubectl, shareOf } from '../wording';

export const initFailed: Cause = {
  id: 'init-failed',
  link: 'container',
  severity: 'error',
  symptom: 'unstarted',
  summary: 'An init container ends with an error, and the application is not started',
  doc: {
    why: 'An init container that fails is run again with a back-off, and nothing else is started before it succeeds.',
    fix: 'Read its log.',
    judges:
      'An init container whose last run ended with an exit code other than 0, and that waits to be run again. One that waits ' +
      'for migrations is migrations-pending.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go, computeInitContainerActions',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const failed = scene.containers.flatMap(({ pod, container }) => {
        const end = [container.ended, container.last].find((termination) => termination && termination.exitCode !== 0);
        const migrates = waitsForMigrations(container) || migrationsPendingIn(scene, pod, container) !== undefined;
        return container.init && !container.ready && end && !migrates && end.reason !== 'OOMKilled' ? [{ pod, container, end }] : [];
      });
      const [first] = failed;
      if (first) {
        const { pod, container, end } = first;
        const last = (state.log(pod, container.name) ?? state.log(pod, container.name, true))?.trimEnd().split('\n').pop();
        yield {
          subject: scene.object,
          container: container.name,
          message:
            `init container ${container.name} ends with exit code ${end.exitCode} (${container.restarts} restarts), in ` +
            `${shareOf(failed.length, scene.current.length)}`,
          evidence: [
            evidence(pod.object, `init container ${container.name}, terminated`, `exit code ${end.exitCode}, reason ${end.reason}`),
            ...(last ? [evidence(pod.object, `log of container ${container.name}`, last)] : []),
          ],
          fix: 'read its log: nothing else of the pod is started before it succeeds',
          next: kubectl(pod.object, 'logs', pod.object.name, '-c', container.name),
        };
      }
    }
  },
};
