import type { CelerySettings } from '../application/server/celery';
import type { Process } from '../application/process/process';
import { isKnown, type Setting } from '../application/process/setting';
import { imageAddsNothing } from './assumption';
import type { Severity } from './rule';

/** What a process needs after SIGTERM to end what it has begun. */
export interface Drain {
  readonly seconds: number;
  /** `gunicorn drains for up to (graceful_timeout, the command line)`; empty where nothing is known. */
  readonly words: string;
  readonly severity?: Severity;
  /** What is cut off, if it is no request. */
  readonly work?: string;
  /** What to do, where a longer grace period is not certainly right. */
  readonly fix?: string;
  /** Whether it waits until all is done. */
  readonly unbounded?: boolean;
}

const NOTHING: Drain = { seconds: 0, words: '' };
/** Nobody chose this grace period for work that takes minutes. Seconds. */
const DEFAULT_GRACE = 30;

/** What is known of it. */
export function drainOf({ gunicorn, server, settings, scripts = [], words = [] }: Process, grace: number): Drain {
  if (gunicorn) {
    return timed('gunicorn', 'graceful_timeout', gunicorn.gracefulTimeout);
  }
  if (settings?.server === 'celery worker') {
    const softly = [...scripts, words.join(' ')].some((text) => /soft_shutdown_timeout/.test(text));
    return softly ? NOTHING : ofTasks(settings as CelerySettings, grace);
  }
  const { gracefulTime } = settings ?? {};
  return server === undefined || !gracefulTime || gracefulTime.value === null
    ? NOTHING
    : timed(server, NAMES.get(server) ?? 'graceful time', gracefulTime as Setting<number>);
}

/** How each server calls it. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['uvicorn', '--timeout-graceful-shutdown'],
  ['fastapi run', '--timeout-graceful-shutdown'],
  ['hypercorn', 'graceful_timeout'],
  ['granian', '--workers-kill-timeout'],
  ['puma', 'worker_shutdown_timeout'],
  ['pm2-runtime', '--kill-timeout'],
]);

function timed(server: string, name: string, setting: Setting<number>): Drain {
  if (!isKnown(setting)) {
    return NOTHING;
  }
  const { value, origin, assumed, isDefault } = setting;
  // A default that an image may change is worth a word for gunicorn alone, of which it is known that it uses its time.
  if (isDefault && assumed && server !== 'gunicorn') {
    return NOTHING;
  }
  const assumption = imageAddsNothing(assumed || isDefault);
  const where = origin === 'the command line' && name.startsWith('--') ? name : `${name}, ${origin}${assumed ? assumption.words : ''}`;
  return { seconds: value, words: `${server} drains for up to (${where})`, severity: assumption.severity };
}

/** The warm shutdown waits for the tasks under way; how long they take only their limit tells. */
function ofTasks({ timeLimit }: CelerySettings, grace: number): Drain {
  const work = 'tasks';
  if (isKnown(timeLimit) && timeLimit.value !== null) {
    return {
      seconds: timeLimit.value,
      words: `celery lets a task run for up to (time limit, ${timeLimit.origin})`,
      severity: 'warning',
      work,
      fix: 'give terminationGracePeriodSeconds what tasks take, or let them be delivered again: task_acks_late, and tasks that bear it',
    };
  }
  return isKnown(timeLimit) && grace <= DEFAULT_GRACE
    ? {
        seconds: grace + 1,
        words: 'celery waits for its tasks',
        severity: 'info',
        work,
        fix: 'set terminationGracePeriodSeconds to what tasks take, or worker_soft_shutdown_timeout with task_acks_late',
        unbounded: true,
      }
    : NOTHING;
}
