import { probesOf } from '../../manifest/container';
import { running } from '../pool';
import type { Rule } from '../rule';

export const dockerHealthcheckIgnored: Rule = {
  id: 'docker-healthcheck-ignored',
  model: 'chain',
  severity: 'warning',
  summary: 'The image has a HEALTHCHECK, which Kubernetes ignores, and the container has no probe',
  doc: {
    why: 'The author of the image meant the container to be checked. Under Docker it is; under Kubernetes nobody asks.',
    fix: 'Say as probes what HEALTHCHECK says.',
    judges: 'With `--app`: an image with a HEALTHCHECK in a container without any probe.',
    source: 'facts, "Probes against Django"; pkg/kubelet/kuberuntime does not read the health of the image',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      const image = reading.container(workload, container).image;
      if (image?.healthcheck && probesOf(container).length === 0) {
        yield {
          object: workload.object,
          container: container.name,
          path: container.path,
          message: `${image.origin} has a HEALTHCHECK, which Kubernetes ignores, and container ${container.name} has no probe`,
          consequence: 'nobody checks the container',
          fix: 'add a readiness probe, and liveness if it can hang',
        };
      }
    }
  },
};
