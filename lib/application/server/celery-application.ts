import { HOLE } from '../../manifest/partial-text';
import type { Layer } from '../process/setting';
import type { Value } from '../value';
import type { ServerSources } from './source';

/** The names that one setting has: of Celery itself, of Django's settings, and of Celery 3. */
const NAMES: readonly (readonly [string, RegExp])[] = [
  ['concurrency', nameOf('worker_concurrency|CELERY_WORKER_CONCURRENCY|CELERYD_CONCURRENCY')],
  ['time-limit', nameOf('task_time_limit|CELERY_TASK_TIME_LIMIT|CELERYD_TASK_TIME_LIMIT')],
  ['soft-time-limit', nameOf('task_soft_time_limit|CELERY_TASK_SOFT_TIME_LIMIT|CELERYD_TASK_SOFT_TIME_LIMIT')],
  ['max-tasks-per-child', nameOf('worker_max_tasks_per_child|CELERY_WORKER_MAX_TASKS_PER_CHILD|CELERYD_MAX_TASKS_PER_CHILD')],
  ['pool', nameOf('worker_pool|CELERY_WORKER_POOL|CELERYD_POOL')],
];

/** `name = value`, `name=value,` within a call, `"name": value`. */
function nameOf(names: string): RegExp {
  return new RegExp(`(?:^|[\\s.({,"'])(?:${names})["']?\\s*[=:]\\s*([^,\\n#)}]+)`, 'm');
}

/**
 * What the module of a Celery application, `-A shop`, and Django's settings beside it say; nothing where neither is read. A value
 * that is no plain number or text is a hole.
 */
export function celeryApplication(sources: ServerSources, application: string | undefined): Layer | undefined {
  const module = application?.split(':')[0].replace(/\./g, '/');
  const settings = sources.variable('DJANGO_SETTINGS_MODULE')?.value.replace(/\./g, '/');
  const candidates = [
    ...(module === undefined ? [] : [`${module}.py`, `${module}/celery.py`, `${module}/__init__.py`, `${module}/celeryconfig.py`]),
    ...(settings === undefined ? [] : [`${settings}.py`]),
  ];
  const values = new Map<string, Value>();
  const origins = new Map<string, { origin: string }>();
  let read = false;
  for (const path of candidates) {
    const file = sources.configFile(path, false);
    for (const [name, pattern] of file?.text === undefined ? [] : NAMES) {
      const [, given] = pattern.exec(file?.text ?? '') ?? [];
      if (given !== undefined && !values.has(name)) {
        values.set(name, plainValue(given.trim()));
        origins.set(name, { origin: file?.origin ?? path });
      }
    }
    read ||= file?.text !== undefined;
  }
  return read ? { origin: 'the application', values, origins } : undefined;
}

/** `1800`, `30 * 60`, `"gevent"`. */
function plainValue(text: string): Value {
  if (/^\d+(\s*\*\s*\d+)*$/.test(text)) {
    return text.split('*').reduce((product, factor) => product * Number(factor), 1);
  }
  return /^(["'])\w+\1$/.test(text) ? text.slice(1, -1) : HOLE;
}
