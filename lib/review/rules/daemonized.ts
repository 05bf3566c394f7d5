import { pathOf, pools } from '../pool';
import type { Rule } from '../rule';

export const daemonized: Rule = {
  id: 'daemonized',
  model: 'capacity',
  severity: 'error',
  anywhere: true,
  summary: 'gunicorn goes into the background and the container ends',
  doc: {
    why:
      'A daemon leaves its first process, which is process 1: the container exits with 0 the moment gunicorn has started, and is ' +
      'restarted for ever.',
    fix: 'Remove --daemon.',
    judges: 'gunicorn with daemon set, where no other command of the script keeps the container alive.',
    source: 'gunicorn/util.py, daemonize',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        process,
        gunicorn: { daemon },
      } = pool;
      if (daemon.value === true && !process.shell?.continues) {
        yield {
          object: workload.object,
          container: container.name,
          path: pathOf(pool, daemon),
          message: `gunicorn goes into the background (daemon, ${daemon.origin}), and process 1 of container ${container.name} ends`,
          consequence: 'the container exits right after its start and is restarted again and again',
          fix: 'remove --daemon',
        };
      }
    }
  },
};
