import { ProbeTiming } from '../../health/probe-timing';
import { withServing, withTiming } from '../demonstration';
import { isKnown } from '../../application/process/setting';
import { durationInWords } from '../../wording/duration';
import { running, type Running } from '../pool';
import type { Rule } from '../rule';

/**
 * A server that is busy for a moment answers later than this; measured under load in facts, "The worker pool and the
 * probes share one queue". Seconds.
 */
const SHORTEST_TIMEOUT = 2;

export const livenessImpatient: Rule = {
  id: 'liveness-impatient',
  model: 'clock',
  severity: 'warning',
  summary: 'Liveness kills a server that is merely busy',
  doc: {
    why:
      'Probes wait in the same queue as requests. A few slow requests make them late, liveness restarts the container, the ' +
      'others get its load and follow: measured, 4 sync ' +
      'workers at full load with a period of 5 s and a timeout of 1 s answered 72 % of requests with 4 restarts in 100 s; ' +
      'without them, 100 %.',
    fix:
      'Give liveness 5 s to answer, and enough failures that its earliest verdict comes after the longest request that a worker is ' +
      'allowed.',
    judges:
      'Containers that are known to run a web server: a timeout under 2 s (1 s is the default), or, for gunicorn with sync ' +
      'workers, an earliest verdict below the timeout of ' +
      'the workers.',
    source: 'facts, "The worker pool and the probes share one queue"; benoitc/gunicorn 2467; project-koku/koku PR 4988',
  },
  demonstration: {
    scenario: 'overload',
    when: 'a load at the limit of its workers',
    shows: 'restarts',
    cured: (model) =>
      withServing(model, (container) => {
        const {
          probes: { liveness },
          settings: { timeout },
        } = container;
        const patience = Math.ceil(timeout / 1000 / (liveness?.timing.periodSeconds ?? 10)) + 1;
        return liveness
          ? withTiming(
              container,
              'liveness',
              ProbeTiming.ofFields({
                ...liveness.timing,
                timeoutSeconds: Math.max(liveness.timing.timeoutSeconds, 5),
                failureThreshold: Math.max(liveness.timing.failureThreshold, patience),
              }),
            )
          : container;
      }),
  },
  *check(reading) {
    for (const each of running(reading)) {
      const {
        workload,
        container,
        process: { server },
      } = each;
      const reason = server && container.liveness?.handler ? reasonOf(each) : undefined;
      if (reason) {
        yield {
          object: workload.object,
          container: container.name,
          path: container.liveness!.path,
          message: reason,
          consequence: 'a pod whose workers are all busy is restarted, and its load goes to the others',
          fix: 'raise timeoutSeconds to 5 and failureThreshold until the earliest verdict is beyond the slowest request',
        };
      }
    }
  },
};

function reasonOf({ container, process: { server, gunicorn } }: Running): string | undefined {
  const { timing } = container.liveness!;
  const { earliest } = container.liveness!.timing._whileRunning;
  if (gunicorn && gunicorn.workerClass.value === 'sync' && isKnown(gunicorn.timeout) && earliest < gunicorn.timeout.value) {
    return (
      `liveness may condemn after ${durationInWords(earliest)}; a sync worker may take ${durationInWords(gunicorn.timeout.value)} for a request ` +
      `(timeout, ${gunicorn.timeout.origin})`
    );
  }
  return timing.timeoutSeconds < SHORTEST_TIMEOUT
    ? `liveness gives ${server} ${durationInWords(timing.timeoutSeconds)} to answer, in the same queue as the users' requests`
    : undefined;
}
