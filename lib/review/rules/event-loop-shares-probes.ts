import { probesOf } from '../../manifest/container';
import { durationInWords } from '../../wording/duration';
import { hurriesLoop, isOneLoop } from '../event-loop';
import { pathOf, running } from '../pool';
import type { Rule } from '../rule';

/** A call that blocks is given up after this at the latest, by the clients that most programs use. Seconds. */
const LONG_CALL = 45;
/** Where there is no other pod, a restart takes everything: liveness should be a last resort. Seconds. */
const LAST_RESORT = 120;
/** Most calls that block are over by then. Seconds. */
const ANSWER = 5;

export const eventLoopSharesProbes: Rule = {
  id: 'event-loop-shares-probes',
  model: 'capacity',
  severity: 'warning',
  summary: 'One event loop answers the users and the probes',
  doc: {
    why:
      'A call that blocks (time.sleep, a client without async, a large computation) stops the loop: users and probes wait together. ' +
      'Liveness takes that for a dead process and restarts it with all that it was doing, and it meets the same call again.',
    fix:
      'Run what blocks in threads (a plain def in FastAPI, asyncio.to_thread), add processes, and give the probes 5 s: liveness longer ' +
      'than the longest call.',
    judges:
      'uvicorn, hypercorn, granian with an async interface, daphne and loops of gunicorn with one process, behind a Service for users. ' +
      'A readiness or liveness probe over HTTP with 1 s to answer is a warning. Without one, a liveness whose earliest verdict ' +
      `comes within ${durationInWords(LONG_CALL)}, or ${durationInWords(LAST_RESORT)} where it is the only pod, is information: nothing in ` +
      'the manifests says that the code blocks.',
    edits:
      'Gives liveness 5 s to answer, where it alone has less. Certain: nothing is restarted sooner. Readiness that waits longer keeps ' +
      'users coming to a loop that is too busy, and is left.',
    source: 'uvicorn/server.py, Server.serve; https://fastapi.tiangolo.com/async/',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const { workload, container, process, reading: read } = each;
      if (!isOneLoop(read) || reading.of(workload).servicesForUsers.length === 0) {
        continue;
      }
      // A start that takes a second longer harms nobody.
      const hurried = probesOf(container).filter((probe) => probe.role !== 'startup' && hurriesLoop(read, probe));
      const liveness = container.liveness?.handler?.kind === 'httpGet' ? container.liveness : undefined;
      const verdict = liveness?.timing._whileRunning.earliest ?? Infinity;
      const [first] = hurried;
      const who = `1 process of ${process.server ?? 'the server'}, with one event loop, answers users and`;
      if (first) {
        yield {
          object: workload.object,
          container: container.name,
          path: first.path,
          message: `${who} the ${hurried.map(({ role }) => role).join(' and ')} probe, which waits 1 s`,
          consequence: 'a call that blocks the loop for a second fails the probe, for all that is under way',
          fix: `set timeoutSeconds to ${ANSWER}, and run what blocks in threads or further processes`,
          // Readiness that waits longer keeps users coming to a loop that is too busy already, until liveness condemns it.
          edits: hurried.every(({ role }) => role === 'liveness')
            ? hurried.map(({ path }) => ({ path: [...path, 'timeoutSeconds'], value: ANSWER }))
            : undefined,
        };
      } else if (liveness && verdict < (workload.replicas === 1 ? LAST_RESORT : LONG_CALL)) {
        yield {
          object: workload.object,
          container: container.name,
          path: pathOf(each),
          severity: 'info',
          message: `${who} the liveness probe, which may condemn it after ${durationInWords(verdict)}`,
          consequence: 'a call that blocks the loop for as long restarts the pod with all that is under way',
          fix: 'run what blocks in threads, and let liveness wait longer than the longest call',
        };
      }
    }
  },
};
