import { withServing, withTemplate } from '../demonstration';
import { objectInWords } from '../../manifest/api-object';
import { ownerOf } from '../../manifest/chain';
import { durationInWords } from '../../wording/duration';
import { abruptStops } from '../stop-signal';
import type { Rule } from '../rule';

/** Endpoints, kube-proxy and the ingress controller usually know of a removal after this. Seconds. */
const PROPAGATION = 5;

export const shutdownDropsRequests: Rule = {
  id: 'shutdown-drops-requests',
  model: 'clock',
  severity: 'warning',
  anywhere: true,
  summary: 'The process stops listening while requests are still sent to it',
  doc: {
    why:
      'SIGTERM and the removal from the endpoints start at the same moment. A server that closes its socket at once refuses the ' +
      'requests that ingress controllers and nodes ' +
      'still send: a handful of 502 in every rollout.',
    fix: 'Wait before SIGTERM: lifecycle.preStop.sleep.seconds 10 (Kubernetes 1.30 and newer), or exec sleep.',
    judges:
      'Containers that own a port to which a route of the bundle or a LoadBalancer leads, without a preStop hook or with a sleep ' +
      'under 5 s. What another hook does is not ' +
      'known, so nothing is said. On other platforms: gunicorn that is ended by SIGINT or SIGQUIT.',
    source: 'kubernetes.io: Pod Lifecycle, "Pod termination"; facts, "Shutdown"; gunicorn/arbiter.py, handle_int',
  },
  demonstration: {
    scenario: 'rollout',
    when: 'a rollout',
    shows: 'lost requests',
    // The hook's time comes off the grace period.
    cured: (model) =>
      withTemplate(
        withServing(model, (container) => ({ ...container, preStop: 10_000 })),
        (template) => ({ ...template, gracePeriod: template.gracePeriod + 10_000 }),
      ),
  },
  *check(reading) {
    yield* abruptStops(reading);
    for (const workload of reading.bundle.workloads) {
      if (workload.finite || !reading.of(workload).routed) {
        continue;
      }
      const owners = reading.of(workload).hops.map(({ number }) => (number === undefined ? undefined : ownerOf(workload, number)));
      for (const container of new Set(owners)) {
        const hook = container && reading.container(workload, container).preStop;
        if (!container || (hook && (hook.seconds >= PROPAGATION || (hook.seconds === 0 && hook.kind !== 'sleep')))) {
          continue;
        }
        yield {
          object: workload.object,
          container: container.name,
          path: hook ? [...container.path, 'lifecycle', 'preStop'] : container.path,
          message:
            `${objectInWords(workload.object)} serves a route, and container ${container.name} ` +
            `${hook ? `waits only ${durationInWords(hook.seconds)}` : 'does not wait'} between its removal from the endpoints and SIGTERM`,
          consequence: 'requests that are still on their way are refused in every rollout',
          fix: 'add lifecycle.preStop.sleep.seconds: 10',
        };
      }
    }
  },
};
