import { withPlainLiveness } from '../demonstration';
import { commandDependency } from '../../application/command-dependency';
import { asksForReadiness, dependencySign } from '../../application/dependency-check';
import type { Container } from '../../manifest/container';
import { questionInWords, type Probe } from '../../manifest/probe';
import { running } from '../pool';
import type { Rule } from '../rule';

export const livenessChecksDependency: Rule = {
  id: 'liveness-checks-dependency',
  model: 'clock',
  severity: 'warning',
  summary: 'Liveness asks for something outside of the process',
  doc: {
    why:
      'When the database is away for a minute, such a probe restarts every replica. That cures nothing, and they all come back ' +
      'cold at the moment it returns.',
    fix: 'Let liveness ask an endpoint that touches nothing but the process, and readiness the one that checks dependencies.',
    judges:
      'With `--app` by the code, as an error: the Django view that answers the path by ROOT_URLCONF, or a function of the ' +
      'project that it calls (two levels deep), uses ' +
      'connection, connections, a manager (.objects), the cache or redis; for django-health-check and django-watchman, the checks that ' +
      'the settings name. Else by the names only: words such as db, redis, ready or full in the path, /watchman/ and /ht/, and by what a ' +
      'command asks: celery inspect (the broker), manage.py check --database, NAME-server health_check, a client of a database that ' +
      'names another host or goes through pgbouncer, a script of a replica that asks its primary. A database that checks itself and ' +
      'commands that ask localhost are left alone; so is, by its ' +
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
  *check(reading) {
    for (const { workload, container, reading: read } of running(reading)) {
      const liveness = read.probe('liveness');
      const readiness = read.probe('readiness');
      const use = liveness?.use;
      if (!liveness || (!use && readiness && liveness.asksTheSameAs(readiness))) {
        continue;
      }
      const sign = dependencySign(container, liveness.probe) ?? (asksForReadiness(liveness.probe) ? 'readiness' : undefined);
      if (use || sign) {
        yield {
          object: workload.object,
          container: container.name,
          path: liveness.probe.path,
          severity: use && 'error',
          message: `the liveness probe asks ${questionInWords(liveness.probe)}, ${
            use
              ? `whose view asks ${use.what}: ${use.code} in ${use.place}`
              : (asked(liveness.probe, container) ?? `which by its name is about ${sign}`)
          }`,
          consequence: 'an outage of what it asks restarts all replicas, again and again',
          fix: 'ask the process alone: an endpoint that touches nothing else, or, where it serves none, a file that it touches',
        };
      }
    }
  },
};

/** What a command asks is more than its name. */
function asked({ handler }: Probe, { image }: Container): string | undefined {
  const dependency = handler?.kind === 'exec' ? commandDependency(handler.command, image) : undefined;
  return dependency && `which asks ${dependency.what} (${dependency.sign})`;
}
