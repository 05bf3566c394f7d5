import { objectOf, shown } from '../../manifest/json';
import type { Cause } from '../cause';
import type { Termination } from '../state/pod-state';
import type { PodContainer } from '../state/scene';
import { evidence, kubectl, shareOf } from '../wording';

export const outOfMemory: Cause = {
  id: 'out-of-memory',
  link: 'container',
  severity: 'error',
  symptom: 'restarting',
  summary: 'A container is killed because it reached its memory limit',
  doc: {
    why:
      'The kernel ends the processes of a container that needs more than its limit (reason OOMKilled, exit code 137). A pool that ' +
      'follows the CPUs of the node, or that grows with its requests, gets there by itself.',
    fix: 'Fewer workers, or a higher limit; see probewise size. Recycle workers that grow (max_requests).',
    judges: 'A container whose present or last state is OOMKilled; one that runs and is ready again is a warning, and only for an hour.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go, toKubeContainerStatus (the reason is what containerd says)',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const killed = scene.containers.flatMap((each) => {
        const kill = killOf(each);
        return kill && (!each.container.ready || state.recent(kill.finished)) ? [{ ...each, kill }] : [];
      });
      const [first] = killed;
      if (first) {
        const { pod, container, kill } = first;
        const limit = objectOf(objectOf(container.spec?.json.resources).limits).memory;
        yield {
          subject: scene.object,
          container: container.name,
          severity: killed.some((each) => !each.container.ready) ? 'error' : 'warning',
          message:
            `container ${container.name} was killed at its memory limit${limit === undefined ? '' : ` of ${shown(limit)}`} ` +
            `(${container.restarts} restarts), in ${shareOf(killed.length, scene.current.length)}`,
          evidence: [evidence(pod.object, `container ${container.name}, terminated`, `reason ${kill.reason}, exit code ${kill.exitCode}`)],
          fix: 'fewer workers, or a higher memory limit: probewise size shows what fits',
          next: kubectl(pod.object, 'logs', pod.object.name, '-c', container.name, '--previous'),
        };
      }
    }
  },
};

function killOf({ container: { ended, last } }: PodContainer): Termination | undefined {
  return [ended, last].find((termination) => termination?.reason === 'OOMKilled');
}
