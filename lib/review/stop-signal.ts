import { textOf } from '../manifest/json';
import { isOnPlatform } from '../manifest/entrance';
import type { Reading } from '../reading/reading';
import { pools } from './pool';
import type { Observation } from './rule';

/** Signals on which gunicorn stops at once, with what it is serving (`gunicorn/arbiter.py`, `handle_int`, `handle_quit`). */
const AT_ONCE: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT']);

/** A platform that ends gunicorn with a signal on which it does not finish what it is serving. */
export function* abruptStops(reading: Reading): Iterable<Observation> {
  for (const { workload, container } of pools(reading)) {
    const signal = textOf(workload.object.json.stopSignal);
    if (isOnPlatform(workload.object) && signal !== undefined && AT_ONCE.has(signal)) {
      yield {
        object: workload.object,
        container: container.name,
        path: ['stopSignal'],
        message: `the platform ends it with ${signal}, on which gunicorn stops at once, whatever it is serving`,
        consequence: 'the requests that are being served are cut off in every release',
        fix: 'let the platform send SIGTERM, and wait for the graceful timeout: on Fly.io kill_signal = "SIGTERM", kill_timeout = "35s"',
      };
    }
  }
}
