import { posix } from 'node:path';
import type { CelerySettings } from './server/celery';
import type { Process } from './process/process';

/** A process that starts work at its time, of which there may be one. */
export interface Scheduler {
  /** `celery beat`, `celery worker -B`, `supercronic`. */
  readonly name: string;
  /** Whether a lock of its own keeps a second one waiting. */
  readonly locks: boolean;
}

/** Programs that do nothing else, and know nothing of each other. */
const SCHEDULERS: ReadonlySet<string> = new Set(['cron', 'crond', 'supercronic', 'rqscheduler', 'periodiq', 'clockwork']);

/** The scheduler that a process is; nothing where it is not known to be one. */
export function schedulerOf({ settings, words = [], variables, environment }: Process): Scheduler | undefined {
  const redbeat =
    /redbeat/i.test(words.join(' ')) ||
    /redbeat/i.test(variables?.get('CELERY_BEAT_SCHEDULER') ?? environment.variables.get('CELERY_BEAT_SCHEDULER')?.value ?? '');
  if (settings?.role === 'scheduler') {
    return { name: settings.server, locks: redbeat };
  }
  if (settings?.role === 'worker' && (settings as CelerySettings).beat) {
    return { name: 'celery worker -B', locks: false };
  }
  const program = posix.basename(words[0] ?? '');
  return SCHEDULERS.has(program) && !(program === 'cron' && words.length > 3)
    ? { name: program, locks: false }
    : program === 'artisan' || posix.basename(words[1] ?? '') === 'artisan'
      ? words.includes('schedule:work')
        ? { name: 'artisan schedule:work', locks: false }
        : undefined
      : undefined;
}
