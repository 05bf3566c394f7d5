import type { Cause } from '../cause';
import { listeningOf } from '../listening';
import { describe, shareOf } from '../wording';

export const boundToLoopback: Cause = {
  id: 'bound-to-loopback',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'The process listens on 127.0.0.1, where neither the kubelet nor a Service reaches it',
  doc: {
    why:
      'A Service and the kubelet come to the address of the pod. What listens on loopback answers whoever asks from inside of the ' +
      'container, so that every test by exec succeeds.',
    fix: 'Bind 0.0.0.0 (or [::]): gunicorn --bind 0.0.0.0:8000.',
    judges:
      'What the server wrote in its log, else a command line that certainly says it; only for a container that a Service or a probe ' +
      'over the network uses.',
    source: 'gunicorn/arbiter.py, Arbiter.start; gunicorn/config.py, Bind (its default is 127.0.0.1:8000)',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const used = scene.services.length > 0;
      const bound = scene.containers.flatMap(({ pod, container }) => {
        const probed = [container.spec?.readiness, container.spec?.liveness].some(
          (probe) => probe?.handler && probe.handler.kind !== 'exec',
        );
        const listening = container.init || !(used || probed) ? undefined : listeningOf(scene, pod, container);
        return listening?.loopback && !container.ready ? [{ pod, container, listening }] : [];
      });
      const [first] = bound;
      if (first) {
        yield {
          subject: scene.object,
          container: first.container.name,
          message: `the process listens on ${first.listening.host}:${first.listening.port}, which only its own pod reaches, in ${shareOf(
            bound.length,
            scene.current.length,
          )}`,
          evidence: bound.slice(0, 3).map(({ listening }) => listening.evidence),
          fix: `bind 0.0.0.0:${first.listening.port}`,
          next: describe(first.pod.object),
        };
      }
    }
  },
};
