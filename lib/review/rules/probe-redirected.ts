import { probesOf } from '../../manifest/container';
import type { DjangoSettings } from '../../application/django/settings';
import { shown, textOf, type JsonObject } from '../../manifest/json';
import type { ProbeHandler } from '../../manifest/probe';
import { UNKNOWN } from '../../application/process/setting';
import { comesTo, SECURITY } from '../../application/django/middleware';
import { serverTrustsProxy } from '../django-request';
import { headerEdit } from '../header-edit';
import { running, type Running } from '../pool';
import type { Rule } from '../rule';

export const probeRedirected: Rule = {
  id: 'probe-redirected',
  model: 'chain',
  severity: 'warning',
  summary: 'The application redirects a plain HTTP probe to HTTPS',
  doc: {
    why:
      'With SECURE_SSL_REDIRECT Django answers 301. With a Host header that leads to another host, which the kubelet counts as ' +
      'success: the probe checks nothing. Without ' +
      'one it follows to https on the plain port and fails.',
    fix: 'Send X-Forwarded-Proto: https with the probe, where SECURE_PROXY_SSL_HEADER is set, or exempt the path (SECURE_REDIRECT_EXEMPT).',
    judges:
      'HTTP probes of a container. With `--app` by the Django settings: SECURE_SSL_REDIRECT is true, the request comes to ' +
      'SecurityMiddleware, no pattern of ' +
      'SECURE_REDIRECT_EXEMPT fits the path, and the probe does not say what SECURE_PROXY_SSL_HEADER believes (or what gunicorn ' +
      'does, by forwarded_allow_ips). Else probes ' +
      'without X-Forwarded-Proto beside a variable named SECURE_SSL_REDIRECT, or ending in it, that is true.',
    edits:
      'Sends the header of SECURE_PROXY_SSL_HEADER with the probe, where the settings were read. Certain: Django answers it as over HTTPS.',
    source:
      'pkg/probe/http/http.go, RedirectChecker and DoHTTPProbe; django/middleware/security.py, process_request; facts, "Probes ' +
      'against Django"; endatix/endatix PR 1035',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const { workload, container } = each;
      const project = reading.container(workload, container).django;
      const redirect = project ? redirectOfSettings(each, project.settings) : redirectOfVariable(each);
      for (const probe of redirect ? probesOf(container) : []) {
        const { handler } = probe;
        if (handler?.kind !== 'httpGet' || handler.scheme !== 'HTTP' || redirect?.spares(handler)) {
          continue;
        }
        const host = header(handler.headers, 'host');
        yield {
          object: workload.object,
          container: container.name,
          path: [...probe.path, 'httpGet'],
          message: `the ${probe.role} probe asks ${handler.path} over HTTP, and ${redirect!.origin} redirects it to HTTPS`,
          consequence:
            host === undefined
              ? 'the probe follows to HTTPS on the plain port and fails for ever'
              : `the probe checks nothing: a redirect to another host (${host}) counts as success`,
          fix: redirect!.fix,
          edits: redirect!.header && [headerEdit(probe, redirect!.header.name, redirect!.header.value)],
        };
      }
    }
  },
};

/** What redirects, and which probes it lets pass. */
interface Redirect {
  readonly origin: string;
  readonly fix: string;
  /** With which the application takes a request for one over HTTPS, where that is known. */
  readonly header?: { readonly name: string; readonly value: string };
  spares(handler: ProbeHandler & { kind: 'httpGet' }): boolean;
}

function redirectOfVariable({ process }: Running): Redirect | undefined {
  const variable = [...process.environment.variables.values()].find(
    ({ name, value }) => /(^|_)SECURE_SSL_REDIRECT$/.test(name) && /^(1|true|yes|on)$/i.test(value),
  );
  return (
    variable && {
      origin: `${variable.name}=${variable.value}`,
      fix: 'add the header X-Forwarded-Proto: https to the probe, or exempt its path',
      spares: ({ headers }) => header(headers, 'x-forwarded-proto') !== undefined,
    }
  );
}

function redirectOfSettings(each: Running, settings: DjangoSettings): Redirect | undefined {
  const {
    sslRedirect,
    redirectExempt,
    proxySslHeader: { value: believed },
  } = settings;
  if (
    sslRedirect.value !== true ||
    redirectExempt.value === UNKNOWN ||
    redirectExempt.value.includes(UNKNOWN) ||
    comesTo(settings, SECURITY) !== true
  ) {
    return undefined;
  }
  const patterns = redirectExempt.value.filter((pattern) => typeof pattern === 'string');
  const trusted = serverTrustsProxy(each) !== false;
  const [name, value] = believed === UNKNOWN || believed === null ? [] : believed;
  const own = typeof name === 'string' && typeof value === 'string' ? { name: headerName(name), value } : undefined;
  return {
    origin: `SECURE_SSL_REDIRECT (${sslRedirect.origin})`,
    header: own,
    fix: own
      ? `add the header ${own.name}: ${own.value} to the probe`
      : "set SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https'), and send X-Forwarded-Proto: https with the probe",
    spares: ({ path, headers }) =>
      patterns.some((pattern) => fits(pattern, path.split(/[?#]/)[0].replace(/^\/+/, ''))) ||
      (own
        ? header(headers, own.name.toLowerCase())?.split(',')[0].trim() === own.value
        : header(headers, 'x-forwarded-proto') !== undefined && (believed === null ? trusted : true)),
  };
}

function header(headers: readonly JsonObject[], wanted: string): string | undefined {
  const found = headers.find(({ name }) => textOf(name)?.toLowerCase() === wanted);
  return found && shown(found.value);
}

/** `HTTP_X_FORWARDED_PROTO` is how WSGI calls the header X-Forwarded-Proto. */
function headerName(name: string): string {
  return name
    .replace(/^HTTP_/, '')
    .toLowerCase()
    .replace(/(^|_)([a-z])/g, (_, before: string, letter: string) => (before && '-') + letter.toUpperCase());
}

/** Patterns that no path makes slow: no group that repeats, two stars at most. They come from the project under review. */
const QUICK = /^(?!.*\)[*+?{])(?!(?:.*\*){3})[\w^$/.*?|\\()-]*$/;

/** A pattern that is not plain spares every path: it may. */
function fits(pattern: string, path: string): boolean {
  try {
    return !QUICK.test(pattern) || new RegExp(pattern).test(path);
  } catch {
    return true;
  }
}
