import { withServing } from '../demonstration';
import { probesOf } from '../../manifest/container';
import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

export const poolSharesProbes: Rule = {
  id: 'pool-shares-probes',
  model: 'capacity',
  severity: 'warning',
  summary: 'One sync worker answers the users and the probes',
  doc: {
    why: 'While it serves a request nothing else is answered. A request of a second or two is a failed probe.',
    fix: 'Add threads (--threads 4): the probe then finds one free.',
    judges:
      'gunicorn pools that are told to run 1 sync worker (the default is for workers-unset), behind a Service for users, with an ' +
      'HTTP probe.',
    source: 'facts, "The worker pool and the probes share one queue"; benoitc/gunicorn 2467',
  },
  demonstration: {
    scenario: 'overload',
    when: 'a load at the limit of its worker',
    shows: 'restarts',
    cured: (model) =>
      withServing(model, (container) => ({ ...container, settings: { ...container.settings, concurrency: 'gthread', threads: 4 } })),
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { workers, workerClass },
      } = pool;
      const probe = probesOf(container).find(({ handler }) => handler?.kind === 'httpGet');
      if (
        !probe ||
        workers.value !== 1 ||
        workers.isDefault ||
        workerClass.value !== 'sync' ||
        reading.of(workload).servicesForUsers.length === 0
      ) {
        continue;
      }
      yield {
        object: workload.object,
        container: container.name,
        path: pathOf(pool, workers),
        message: `1 sync worker (${workers.origin}) answers users and the ${probe.role} probe, one after the other`,
        consequence: `a request that takes longer than ${probe.timing.timeoutSeconds} s fails the probe`,
        fix: 'add --threads 4',
      };
    }
  },
};
