import type { Cause } from '../cause';
import { describe, evidence, shareOf } from '../wording';

export const configMissing: Cause = {
  id: 'config-missing',
  link: 'container',
  severity: 'error',
  symptom: 'unstarted',
  summary: 'A ConfigMap, a Secret, or a key of one that the environment of a container needs does not exist',
  doc: {
    why:
      'The kubelet makes the environment before it creates the container, and waits with CreateContainerConfigError until what ' +
      'it names is there.',
    fix: 'Create it with that key in the namespace of the pod, correct the name, or say optional: true.',
    judges: 'A container that waits with CreateContainerConfigError; the message of the kubelet says what is missing.',
    source: 'pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables; kuberuntime_container.go, ErrCreateContainerConfig',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const waiting = scene.containers.filter(({ container }) => container.waiting?.reason === 'CreateContainerConfigError');
      const [first] = waiting;
      if (first) {
        const { pod, container } = first;
        yield {
          subject: scene.object,
          container: container.name,
          message:
            `container ${container.name} cannot be created: ${container.waiting!.message}, in ` +
            `${shareOf(waiting.length, scene.current.length)}`,
          evidence: [
            evidence(pod.object, `container ${container.name}, waiting`, `${container.waiting!.reason}: ${container.waiting!.message}`),
          ],
          fix: fixOf(container.waiting!.message),
          next: describe(pod.object),
        };
      }
    }
  },
};

function fixOf(message: string): string {
  const key = /couldn't find key (\S+) in (ConfigMap|Secret) (\S+)/.exec(message);
  const object = /(configmap|secret) "([^"]+)" not found/.exec(message);
  return key
    ? `add the key ${key[1]} to ${key[2]} ${key[3]}, or correct the reference`
    : object
      ? `create the ${object[1]} ${object[2]} in this namespace, or correct the reference`
      : 'correct what the message names';
}
