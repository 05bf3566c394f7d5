import { hasHole } from '../../manifest/partial-text';
import { UNKNOWN } from '../process/setting';
import { Budget } from '../budget';
import { environmentCall } from '../python/environment-call';
import { readPythonSettings, type PythonSettings } from '../python/module';
import { truth } from '../python/operation';
import { isList, isUnknown, type Value } from '../value';
import type { Source, Sources } from './source';

/** A setting of Django, and where it is written. */
export interface DjangoSetting<T> {
  readonly value: T | typeof UNKNOWN;
  /** `shop/settings/base.py:12`, or that nobody sets it. */
  readonly origin: string;
}

/** Texts of which some may not be known. */
export type Texts = readonly (string | typeof UNKNOWN)[];

/** The settings of a Django project that requests depend on; defaults are those of `django/conf/global_settings.py`. */
export interface DjangoSettings {
  readonly debug: DjangoSetting<boolean>;
  readonly allowedHosts: DjangoSetting<Texts>;
  readonly useXForwardedHost: DjangoSetting<boolean>;
  readonly sslRedirect: DjangoSetting<boolean>;
  /** Patterns for the path without its first slash. */
  readonly redirectExempt: DjangoSetting<Texts>;
  /** The header as WSGI names it, and the value that means TLS; null where none is believed. */
  readonly proxySslHeader: DjangoSetting<Texts | null>;
  readonly csrfTrustedOrigins: DjangoSetting<Texts>;
  readonly middleware: DjangoSetting<Texts>;
  readonly rootUrlconf: DjangoSetting<string | null>;
  readonly installedApps: DjangoSetting<Texts>;
  /** Of django-watchman; null where it takes its own. */
  readonly watchmanChecks: DjangoSetting<Texts | null>;
}

/** Modules that import each other; more than this is no settings package that anybody wrote. */
const DEEPEST = 12;

/** Reads the settings module of this name with what it imports from the project; nothing where it is not there, or holds no settings. */
export function readDjangoSettings(
  sources: Sources,
  name: string,
  environment: (name: string) => string | undefined,
): DjangoSettings | undefined {
  const source = sources.module(name);
  const read = source && settingsIn(source, { sources, environment, budget: new Budget(), known: new Map() }, []);
  // Without a ROOT_URLCONF it serves nothing: settings in the classes of django-configurations, for example.
  if (!read || (!read.values.has('ROOT_URLCONF') && !read.open)) {
    return undefined;
  }
  const setting = <T>(key: string, fallback: Value, as: (value: Value) => T | typeof UNKNOWN): DjangoSetting<T> => {
    const value = read.values.get(key);
    const place = read.places.get(key);
    const assigned = value !== undefined && place;
    return {
      value: assigned ? as(value) : read.open ? UNKNOWN : as(fallback),
      origin: assigned ? `${place.file || source.file}:${place.line}` : `not set in ${source.file}`,
    };
  };
  return {
    debug: setting('DEBUG', false, toSwitch),
    allowedHosts: setting('ALLOWED_HOSTS', [], toTexts),
    useXForwardedHost: setting('USE_X_FORWARDED_HOST', false, toSwitch),
    sslRedirect: setting('SECURE_SSL_REDIRECT', false, toSwitch),
    redirectExempt: setting('SECURE_REDIRECT_EXEMPT', [], toTexts),
    proxySslHeader: setting<Texts | null>('SECURE_PROXY_SSL_HEADER', null, (value) => (value === null ? null : toTexts(value))),
    csrfTrustedOrigins: setting('CSRF_TRUSTED_ORIGINS', [], toTexts),
    middleware: setting('MIDDLEWARE', [], toTexts),
    installedApps: setting('INSTALLED_APPS', [], toTexts),
    watchmanChecks: setting<Texts | null>('WATCHMAN_CHECKS', null, (value) => (value === null ? null : toTexts(value))),
    rootUrlconf: setting<string | null>('ROOT_URLCONF', null, (value) =>
      value === null || (typeof value === 'string' && !hasHole(value)) ? value : UNKNOWN,
    ),
  };
}

/** What the modules of one project share while they are read. */
interface Project {
  readonly sources: Sources;
  environment(name: string): string | undefined;
  readonly budget: Budget;
  /** What was read already, by the name of the module. */
  readonly known: Map<string, PythonSettings>;
}

function settingsIn(source: Source, project: Project, open: readonly string[]): PythonSettings {
  const { sources, environment, budget, known } = project;
  const before = known.get(source.module);
  if (before) {
    return before;
  }
  const read = readPythonSettings(source.text, {
    environment,
    budget,
    call: environmentCall,
    module: (name) => {
      const absolute = sources.absolute(source, name);
      const found = sources.module(absolute);
      if (found) {
        return open.includes(absolute) || open.length > DEEPEST ? undefined : settingsIn(found, project, [...open, source.module]);
      }
      return name.startsWith('.') || sources.module(absolute.split('.')[0]) ? 'absent' : undefined;
    },
  });
  const places = new Map([...read.places].map(([name, { file, line }]) => [name, { file: file || source.file, line }]));
  const settings = { values: read.values, open: read.open, places };
  known.set(source.module, settings);
  return settings;
}

/** Django asks for truth and not for True: the text 'False' of an environment variable is true. */
function toSwitch(value: Value): boolean | typeof UNKNOWN {
  return isUnknown(value) ? UNKNOWN : truth(value);
}

function toTexts(value: Value): Texts | typeof UNKNOWN {
  return isList(value) ? value.map((each) => (typeof each === 'string' && !hasHole(each) ? each : UNKNOWN)) : UNKNOWN;
}
