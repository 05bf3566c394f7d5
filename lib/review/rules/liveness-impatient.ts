import { ProbeTiming } from '../../health/probe-timing';
import { withServing, withTiming } from '../demonstration';
import { isKnown } from '../../application/process/setting';
import { durationInWords } from '../../wording/duration';
import { hurriesLoop } from '../event-loop';
import { running, type Running } from '../pool';
import type { ContainerReading } from '../../reading/container-reading';
import type { Observation, Rule } from '../rule';

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
      'Containers that are known to run a web server (gunicorn, puma, uWSGI, node, …), or a JVM: a timeout under 2 s (1 s is the ' +
      'default), or, for gunicorn with sync workers, an earliest verdict below the timeout of the workers. A server that is not known, ' +
      'behind a route, and asked over HTTP, is information. One event loop in one process is for event-loop-shares-probes.',
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
      const { workload, container } = each;
      const { liveness } = container;
      // What one event loop makes of it, event-loop-shares-probes says.
      const seen =
        liveness?.handler && !(hurriesLoop(each.reading, liveness) && reading.of(workload).servicesForUsers.length > 0)
          ? reasonOf(each, reading.of(workload).routed)
          : undefined;
      if (liveness && seen) {
        yield {
          object: workload.object,
          container: container.name,
          path: liveness.path,
          severity: seen.severity,
          message: seen.message,
          consequence: 'a pod whose workers are all busy is restarted, and its load goes to the others',
          fix: 'raise timeoutSeconds to 5 and failureThreshold until the earliest verdict is beyond the slowest request',
        };
      }
    }
  },
};

function reasonOf({ container, process, reading }: Running, routed: boolean): Pick<Observation, 'message' | 'severity'> | undefined {
  const { timing, handler } = container.liveness!;
  const { server, gunicorn } = process;
  const { earliest } = timing._whileRunning;
  if (gunicorn && gunicorn.workerClass.value === 'sync' && isKnown(gunicorn.timeout) && earliest < gunicorn.timeout.value) {
    return {
      message:
        `liveness may condemn after ${durationInWords(earliest)}; a sync worker may take ${durationInWords(gunicorn.timeout.value)} for a ` +
        `request (timeout, ${gunicorn.timeout.origin})`,
    };
  }
  if (timing.timeoutSeconds >= SHORTEST_TIMEOUT) {
    return undefined;
  }
  const known = server ?? (handler?.kind === 'httpGet' && isJava(reading) ? 'a server on the JVM' : undefined);
  if (known !== undefined) {
    return {
      message: `liveness gives ${known} ${durationInWords(timing.timeoutSeconds)} to answer, in the same queue as the users' requests`,
    };
  }
  return handler?.kind === 'httpGet' && routed && reading.probe('liveness')?.answeredBy === container
    ? { severity: 'info', message: `liveness gives ${durationInWords(timing.timeoutSeconds)} to answer a server that users share with it` }
    : undefined;
}

/** A collection of garbage, and a JVM that compiles under a CPU limit, take longer than a second. */
function isJava({ container, process: { words = [], environment } }: ContainerReading): boolean {
  return (
    words.some((word) => /(^|\/)java$|\.jar$/.test(word)) ||
    [...environment.variables.keys()].some((name) =>
      /^(JAVA_OPTS|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|SPRING_PROFILES_ACTIVE)$/.test(name),
    ) ||
    /(^|[/:-])(openjdk|eclipse-temurin|amazoncorretto|tomcat|jetty|wildfly)\b/.test(container.image ?? '')
  );
}
