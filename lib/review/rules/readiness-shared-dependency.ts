import { questionInWords } from '../../manifest/probe';
import { dependencySign } from '../../application/dependency-check';
import { running } from '../pool';
import type { Rule } from '../rule';

export const readinessSharedDependency: Rule = {
  id: 'readiness-shared-dependency',
  model: 'clock',
  severity: 'info',
  summary: 'Readiness of all replicas hangs on one shared dependency',
  doc: {
    why:
      'When what they share goes away, all replicas become unready at once and the route answers 503, including for pages that ' +
      'would not have needed it.',
    fix:
      'Fine where nothing can be served without it. Otherwise answer the request with an error of your own, and leave readiness to ' +
      'what differs between pods.',
    judges: 'With `--app` by the code, else by the names only, as liveness-checks-dependency does, for workloads of at least 2 replicas.',
    source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe',
  },
  *check(reading) {
    for (const { workload, container, reading: read } of running(reading)) {
      const { readiness } = container;
      if (!readiness || (workload.replicas ?? 1) <= 1) {
        continue;
      }
      const use = read.probe('readiness')?.use;
      const sign = dependencySign(container, readiness);
      if (use || sign) {
        yield {
          object: workload.object,
          container: container.name,
          path: readiness.path,
          message: `readiness of all ${workload.replicas} replicas asks ${questionInWords(readiness)}, ${
            use ? `whose view asks ${use.what}: ${use.code} in ${use.place}` : `which by its name is about ${sign}`
          }`,
          consequence: 'when that goes away all of them leave the endpoints at once',
          fix: 'keep it only if nothing can be served without it',
        };
      }
    }
  },
};
