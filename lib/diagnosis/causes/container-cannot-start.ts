import type { Cause } from '../cause';
import { describe, evidence, shareOf } from '../wording';

const REASONS =
  /^(RunContainerError|CreateContainerError|StartError|ContainerCannotRun|PreCreateHookError|PostStartHookError|CreatePodSandboxError)$/;

export const containerCannotStart: Cause = {
  id: 'container-cannot-start',
  link: 'container',
  severity: 'error',
  symptom: 'unstarted',
  summary: 'The runtime cannot start the process: the program is not in the image, may not be run, or a hook fails',
  doc: {
    why: 'The image is there, and what the container is told to run is not, or may not be executed by its user.',
    fix: 'Correct command and args, or the image; see whether the user of the pod may run it.',
    judges: 'A container that waits or has ended with one of the reasons of the kubelet and of the runtime for it.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go, ErrCreateContainer; pkg/kubelet/container/sync_result.go, ErrRunContainer',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const failed = scene.containers.flatMap(({ pod, container }) => {
        const end = [container.ended, container.last].find((termination) => REASONS.test(termination?.reason ?? ''));
        const waiting = REASONS.test(container.waiting?.reason ?? '') ? container.waiting : undefined;
        const told = waiting ?? end;
        return told && !container.ready ? [{ pod, container, told }] : [];
      });
      const [first] = failed;
      if (first) {
        const { pod, container, told } = first;
        yield {
          subject: scene.object,
          container: container.name,
          message: `container ${container.name} cannot be started, in ${shareOf(failed.length, scene.current.length)}`,
          evidence: [evidence(pod.object, `container ${container.name}`, `${told.reason}: ${told.message}`)],
          fix: 'correct what the container is told to run, or the image that should hold it',
          next: describe(pod.object),
        };
      }
    }
  },
};
