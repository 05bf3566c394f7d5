import { UNKNOWN } from '../process/setting';
import type { Token } from '../python/token';
import type { DependencyUse } from './dependency-use';
import { importsOf } from './definition';
import type { DjangoProject } from './project';
import type { Texts } from './settings';
import { dottedName, type Routed } from './view';

/** What the checks of django-health-check ask, by the application or the class that brings them. */
const HEALTH_CHECKS: readonly (readonly [RegExp, string])[] = [
  [/^health_check\.(db|contrib\.migrations)$|^health_check\.checks\.Database$|\bDatabase(Backend|HeartBeatCheck)?$/, 'the database'],
  [/^health_check\.cache$|^health_check\.checks\.Cache$|\bCache(Backend)?$/, 'the cache'],
  [/^health_check\.contrib\.(redis|rabbitmq|celery|celery_ping|kafka)(\.|$)|\b(Redis|RabbitMQ|Celery\w*|Kafka)$/, 'the broker'],
  [/^health_check\.(storage|contrib\.s3\w*)$|^health_check\.checks\.Storage$/, 'the storage'],
];
/** django-watchman's, by the end of the check's name (`watchman/constants.py`, `DEFAULT_CHECKS`). */
const WATCHMAN_CHECKS: readonly (readonly [RegExp, string])[] = [
  [/\.databases?$/, 'the database'],
  [/\.caches?$/, 'the cache'],
  [/\.storage$/, 'the storage'],
];
const WATCHMAN_DEFAULT: Texts = ['watchman.checks.caches', 'watchman.checks.databases', 'watchman.checks.storage'];
/** Asked when a probe says no: what many share comes first. */
const ORDER = ['the database', 'the cache', 'the broker', 'the storage'];

/** What a health check of a library asks that answers the route: django-health-check, django-watchman; nothing where it is none. */
export function libraryCheck(project: DjangoProject, routed: Routed): DependencyUse | undefined {
  const { included, rest, urls, line } = routed;
  const place = `${urls.file}:${line}`;
  if (included !== undefined) {
    const asked =
      included === 'health_check.urls'
        ? healthChecks(project)
        : included === 'watchman.urls' && rest === ''
          ? watchman(project)
          : undefined;
    return asked === undefined ? undefined : { what: asked, code: `include('${included}')`, place };
  }
  const [first, ...names] = dottedName(routed.view);
  const imported = first === undefined ? undefined : importsOf(project.sources, urls).get(first);
  const origin = imported && [imported.module, imported.name, ...names].filter(Boolean).join('.');
  if (origin === undefined) {
    return undefined;
  }
  if (/^watchman\.views\.(bare_)?status$/.test(origin)) {
    const asked = watchman(project);
    return asked === undefined ? undefined : { what: asked, code: origin, place };
  }
  if (/^health_check\.views\.(MainView|HealthCheckView)\.as_view$/.test(origin)) {
    const asked = viewChecks(routed.view) ?? healthChecks(project);
    return asked === undefined ? undefined : { what: asked, code: origin.replace(/\.as_view$/, ''), place };
  }
  return undefined;
}

/** The plugins among the installed applications; without any the view has checks of its own since version 4. */
function healthChecks({ settings: { installedApps } }: DjangoProject): string | undefined {
  return installedApps.value === UNKNOWN ? undefined : worst(installedApps.value, HEALTH_CHECKS);
}

/** `HealthCheckView.as_view(checks=[…])`; without the argument it asks the cache, the database and more (`health_check/views.py`). */
function viewChecks(view: readonly Token[]): string | undefined {
  const at = view.findIndex(({ text }) => text === 'checks');
  if (at < 0) {
    return view.some(({ text }) => text === 'HealthCheckView') ? 'the database' : undefined;
  }
  const names = view.slice(at).filter(({ kind }) => kind === 'string' || kind === 'name');
  return worst(
    names.map(({ text }) => text),
    HEALTH_CHECKS,
  );
}

function watchman({ settings: { watchmanChecks } }: DjangoProject): string | undefined {
  const { value } = watchmanChecks;
  return value === UNKNOWN ? undefined : worst(value ?? WATCHMAN_DEFAULT, WATCHMAN_CHECKS);
}

function worst(names: Texts, checks: readonly (readonly [RegExp, string])[]): string | undefined {
  const asked = new Set(
    names.flatMap((name) => (typeof name === 'string' ? checks.flatMap(([pattern, what]) => (pattern.test(name) ? [what] : [])) : [])),
  );
  return ORDER.find((what) => asked.has(what));
}
