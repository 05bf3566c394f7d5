import type { Environment } from '../../manifest/environment';
import { shown, textOf } from '../../manifest/json';
import type { MountedFile } from '../../manifest/mounted-file';
import { hasHole } from '../../manifest/partial-text';
import type { ProbeHandler } from '../../manifest/probe';
import { UNKNOWN } from '../process/setting';
import { COMMON, comesTo } from './middleware';
import type { DjangoSettings } from './settings';

/** Hosts that are allowed, all of them known. */
export interface AllowedHosts {
  readonly origin: string;
  readonly hosts: readonly string[];
  /** Whether a request comes to the check for certain. */
  readonly certain: boolean;
}

/** By the settings of the project; nothing where they are not known, or nothing checks the host. */
export function allowedBySettings(settings: DjangoSettings): AllowedHosts | undefined {
  const {
    allowedHosts: { value, origin },
    debug,
  } = settings;
  const checked = comesTo(settings, COMMON);
  if (value === UNKNOWN || checked === false || (value.length === 0 && debug.value === UNKNOWN)) {
    return undefined;
  }
  const hosts = value.filter((host) => typeof host === 'string');
  return hosts.length < value.length
    ? undefined
    : {
        origin: `ALLOWED_HOSTS (${origin})`,
        hosts: hosts.length || !debug.value ? hosts : DEBUG_HOSTS,
        certain: checked === true,
      };
}

/** What `get_host` allows while DEBUG is on and the list is empty. */
const DEBUG_HOSTS = ['.localhost', '127.0.0.1', '[::1]'];

/** By a variable of the usual name: what an application that was not read makes of it is not certain. */
export function allowedByVariable({ variables }: Environment): AllowedHosts | undefined {
  const variable = [...variables.values()].find(({ name }) => /(^|_)ALLOWED_HOSTS$/.test(name));
  const hosts = variable?.value.split(/[\s,;[\]"']+/).filter(Boolean) ?? [];
  return variable && hosts.length && !hasHole(variable.value) ? { origin: variable.name, hosts, certain: false } : undefined;
}

/** By a file of settings that a ConfigMap brings; only a list of plain texts is known. */
export function allowedByFile(files: readonly MountedFile[]): AllowedHosts | undefined {
  for (const { path, text, origin } of files) {
    const list = path.endsWith('.py') ? /^ALLOWED_HOSTS\s*=\s*\[([^\]]*)\]\s*(?:#.*)?$/m.exec(text)?.[1] : undefined;
    const items = (list ?? '').split(',').map((item) => item.trim());
    const hosts = items.flatMap((item) => /^(['"])([^'"]+)\1$/.exec(item)?.[2] ?? []);
    if (hosts.length > 0 && hosts.length === items.filter(Boolean).length) {
      return { origin: `ALLOWED_HOSTS (${origin})`, hosts, certain: false };
    }
  }
  return undefined;
}

/**
 * The host that a probe sends and the list does not hold: empty for the address of the pod, and nothing where it is allowed or not
 * known.
 */
export function rejectedHost(handler: HttpGet, { hosts }: AllowedHosts, settings: DjangoSettings | undefined): string | undefined {
  const host = sentHost(handler, settings);
  return host === undefined || hosts.some((pattern) => admits(pattern, host)) ? undefined : host;
}

type HttpGet = ProbeHandler & { readonly kind: 'httpGet' };

/**
 * Empty for the address of the pod, which no list can hold; nothing where the probe asks another host on purpose, or what
 * counts is not known.
 */
function sentHost({ headers, host }: HttpGet, settings: DjangoSettings | undefined): string | undefined {
  const named = (wanted: string) => headers.find(({ name }) => textOf(name)?.toLowerCase() === wanted);
  const forwarded = named('x-forwarded-host');
  if (forwarded && settings && settings.useXForwardedHost.value === UNKNOWN) {
    return undefined;
  }
  const header = (settings?.useXForwardedHost.value === true ? forwarded : undefined) ?? named('host');
  return header ? shown(header.value).replace(/:\d+$/, '').toLowerCase() : host === undefined ? '' : undefined;
}

/** `validate_host`: a leading dot admits the domain and everything below it. */
function admits(pattern: string, host: string): boolean {
  const name = pattern.toLowerCase();
  return name === '*' || name === host || (name.startsWith('.') && (host.endsWith(name) || host === name.slice(1)));
}
