import type { Cause } from '../cause';
import { migrationsPendingIn, waitsForMigrations } from '../migrations';
import { elapsedInWords } from '../state/time';
import { evidence, kubectl, shareOf } from '../wording';

/** An init container that takes so long has something that it waits for. Milliseconds. */
const PATIENCE = 60_000;

export const initWaiting: Cause = {
  id: 'init-waiting',
  link: 'container',
  severity: 'error',
  symptom: 'unstarted',
  summary: 'An init container waits for something, and the containers of the application have not been started',
  doc: {
    why:
      'Init containers run one after the other to their end, and nothing else is started before. One that waits for a database ' +
      'or another service waits for ever.',
    fix: 'Read its log; bring up what it waits for, or give the wait an end.',
    judges:
      'An init container that has been running for more than a minute, of a pod that is not ready. One that waits for ' +
      'migrations is migrations-pending.',
    source: 'pkg/kubelet/kubelet_pods.go, PodInitializing; pkg/kubelet/status/generate.go, ContainersNotInitialized',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const waiting = scene.containers.filter(
        ({ pod, container }) =>
          container.init &&
          container.runningSince !== undefined &&
          state.now - container.runningSince > PATIENCE &&
          !waitsForMigrations(container) &&
          migrationsPendingIn(scene, pod, container) === undefined,
      );
      const [first] = waiting;
      if (first) {
        const { pod, container } = first;
        const last = state.log(pod, container.name)?.trimEnd().split('\n').pop();
        yield {
          subject: scene.object,
          container: container.name,
          message: `init container ${container.name} has been running for ${elapsedInWords(container.runningSince!, state.now)}, in ${shareOf(
            waiting.length,
            scene.current.length,
          )}`,
          evidence: [
            evidence(pod.object, 'status', `Initialized is not True; init container ${container.name} is running`),
            ...(last ? [evidence(pod.object, `log of container ${container.name}`, last)] : []),
          ],
          fix: 'bring up what it waits for; its log and its command say what that is',
          next: kubectl(pod.object, 'logs', pod.object.name, '-c', container.name),
        };
      }
    }
  },
};
