import type { PreStop } from '../../application/pre-stop';
import type { Container } from '../../manifest/container';
import { isObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import type { Workload } from '../../manifest/workload';
import type { WorkloadReading } from '../../reading/workload-reading';
import { withServing, withTemplate } from '../demonstration';
import type { Edit } from '../fix/edit';
import { objectInWords } from '../../manifest/api-object';
import { ownerOf } from '../../manifest/chain';
import { durationInWords } from '../../wording/duration';
import { abruptStops } from '../stop-signal';
import type { Rule } from '../rule';

/** Endpoints, kube-proxy and the ingress controller usually know of a removal after this. Seconds. */
const PROPAGATION = 5;
/** What to wait. Seconds. */
const WAIT = 10;

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
      'known, so nothing is said. Nor is it where nobody takes over before a pod is gone (Recreate, the one pod of a StatefulSet): ' +
      'to wait only makes that pause longer. On other platforms: gunicorn that is ended by SIGINT or SIGQUIT.',
    edits:
      `Adds lifecycle.preStop.sleep.seconds: ${WAIT}, or raises the one that is there, and terminationGracePeriodSeconds by as much. ` +
      'Certain from Kubernetes 1.30 on: the server has as much time to finish as before. A hook that runs a command is left.',
    source: 'kubernetes.io: Pod Lifecycle, "Pod termination"; facts, "Shutdown"; gunicorn/arbiter.py, handle_int',
  },
  demonstration: {
    scenario: 'rollout',
    when: 'a rollout',
    shows: 'lost requests',
    load: 5,
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
      if (workload.finite || !reading.of(workload).routed || leavesAlone(reading.of(workload))) {
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
          fix: fixInWords(workload, hook),
          edits: editsOf(workload, container, hook),
        };
      }
    }
  },
};

/** Whether a rollout takes a pod away before another one is there: then no request is sent to it, or to any other. */
function leavesAlone({ workload: { replicas, object }, rollout }: WorkloadReading): boolean {
  return (
    rollout.strategy === 'recreate' ||
    (replicas === 1 && object.kind !== 'Rollout' && (rollout.strategy === 'other' || rollout.surge(replicas) === 0))
  );
}

function fixInWords({ gracePeriod }: Workload, hook: PreStop | undefined): string {
  const grace = gracePeriod + WAIT - (hook?.seconds ?? 0);
  return hook
    ? `let the preStop hook wait ${WAIT} s, and set terminationGracePeriodSeconds to ${grace}`
    : `add lifecycle.preStop.sleep.seconds: ${WAIT}, and set terminationGracePeriodSeconds to ${grace}: the hook takes its time from it`;
}

function editsOf(
  { gracePeriod, templatePath }: Workload,
  { path, json }: Container,
  hook: PreStop | undefined,
): readonly Edit[] | undefined {
  if (hook && hook.kind !== 'sleep') {
    return undefined;
  }
  const lifecycle: Path = [...path, 'lifecycle'];
  const wait = { sleep: { seconds: WAIT } };
  return [
    hook
      ? { path: [...lifecycle, 'preStop', 'sleep', 'seconds'], value: WAIT }
      : isObject(json.lifecycle)
        ? { path: [...lifecycle, 'preStop'], value: wait }
        : { path: lifecycle, value: { preStop: wait } },
    { path: [...templatePath, 'spec', 'terminationGracePeriodSeconds'], value: gracePeriod + WAIT - (hook?.seconds ?? 0) },
  ];
}
