import { withPlainLiveness } from '../demonstration';
import type { Bundle } from '../../manifest/bundle';
import { asksForReadiness, dependencySign } from '../../application/dependency-check';
import { dependencyUse, type DependencyUse } from '../../application/django/dependency-use';
import { djangoOf } from '../../application/django/project';
import { viewOf } from '../../application/django/view';
import { questionInWords, type Probe } from '../../manifest/probe';
import { running, type Running } from '../pool';
import { asksTheSame } from '../probe-pair';
import type { Rule } from '../rule';

export const livenessChecksDependency: Rule = {
  id: 'liveness-checks-dependency',
  model: 'clock',
  severity: 'warning',
  summary: 'Liveness asks for something outside of the process',
  doc: {
    why:
      'When the database is away for a minute, such a probe restarts every replica. That mends nothing, and they all come back ' +
      'cold at the moment it returns.',
    fix: 'Let liveness ask an endpoint that touches nothing but the process, and readiness the one that checks dependencies.',
    judges:
      'With `--app` by the code, as an error: the Django view that answers the path by ROOT_URLCONF, or a function of the ' +
      'project that it calls (two levels deep), uses ' +
      'connection, connections, a manager (.objects), the cache or redis. Else by the names only: words such as db, redis, ready ' +
      'or full in the path, programs such as ' +
      'pg_isready in the command. A database that checks itself and commands that ask localhost are left alone; so is, by its ' +
      'name, the very check of readiness, which ' +
      'liveness-equals-readiness judges.',
    source:
      'facts, "The worker pool and the probes share one queue"; ' +
      'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  },
  demonstration: {
    scenario: 'dependency-outage',
    when: 'an outage of 60 s of its dependency',
    shows: 'restarts',
    cured: withPlainLiveness,
  },
  *check(bundle) {
    for (const each of running(bundle)) {
      const { workload, container } = each;
      const { liveness, readiness } = container;
      const use = liveness && useBehind(bundle, each, liveness);
      if (!liveness || (!use && readiness && asksTheSame(container, liveness, readiness))) {
        continue;
      }
      const sign = dependencySign(container, liveness) ?? (asksForReadiness(liveness) ? 'readiness' : undefined);
      if (use || sign) {
        yield {
          object: workload.object,
          container: container.name,
          path: liveness.path,
          severity: use && 'error',
          message:
            `the liveness probe asks ${questionInWords(liveness)}, ` +
            `${use ? `whose view asks ${use.what}: ${use.code} in ${use.place}` : `which by its name is about ${sign}`}`,
          consequence: 'an outage of what it asks restarts all replicas, again and again',
          fix: 'ask an endpoint that touches nothing but the process',
        };
      }
    }
  },
};

function useBehind(bundle: Bundle, { workload, container }: Running, { handler }: Probe): DependencyUse | undefined {
  const project = handler?.kind === 'httpGet' && handler.host === undefined ? djangoOf(bundle, workload, container) : undefined;
  const view = project && handler?.kind === 'httpGet' ? viewOf(project, handler.path) : undefined;
  return project && view && dependencyUse(project.sources, view);
}
