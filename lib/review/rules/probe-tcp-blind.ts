import { probesOf } from '../../manifest/container';
import { pools } from '../pool';
import type { Rule } from '../rule';

export const probeTcpBlind: Rule = {
  id: 'probe-tcp-blind',
  model: 'clock',
  severity: 'warning',
  summary: 'A TCP probe of gunicorn is green before the application is loaded',
  doc: {
    why:
      "gunicorn's master listens before a worker has imported the application, and goes on listening when none of them can. A " +
      'connection succeeds in both cases: users are ' +
      'sent to a pod that answers nothing.',
    fix: 'Ask over HTTP.',
    judges:
      'tcpSocket probes of containers that are known to run gunicorn. With preload_app the application is loaded before the ' +
      'master listens, and nothing is said.',
    source: 'gunicorn/arbiter.py, Arbiter.start; facts, "The worker pool and the probes share one queue"',
  },
  *check(reading) {
    for (const { workload, container, gunicorn } of pools(reading)) {
      for (const probe of gunicorn.preload.value === true ? [] : probesOf(container)) {
        if (probe.handler?.kind === 'tcpSocket') {
          yield {
            object: workload.object,
            container: container.name,
            path: [...probe.path, 'tcpSocket'],
            message: `the ${probe.role} probe only connects, and gunicorn accepts connections before any worker has loaded the application`,
            consequence:
              probe.role === 'liveness'
                ? 'a pool whose workers all fail is never restarted'
                : 'the pod counts as ready while it cannot answer a request',
            fix: 'use httpGet',
          };
        }
      }
    }
  },
};
