import type { Reading } from '../../reading/reading';
import { ownerOf } from '../../manifest/chain';
import { objectInWords } from '../../manifest/api-object';
import type { DjangoSettings } from '../../application/django/settings';
import { UNKNOWN } from '../../application/process/setting';
import type { Route } from '../../manifest/route';
import { tlsHosts } from '../../manifest/tls';
import { CSRF } from '../../application/django/middleware';
import { serverTrustsProxy } from '../django-request';
import { running, type Running } from '../pool';
import type { Rule } from '../rule';

export const tlsUnseenByApp: Rule = {
  id: 'tls-unseen-by-app',
  model: 'chain',
  severity: 'warning',
  summary: 'TLS ends before a Django application that is not told of it',
  doc: {
    why:
      'Django takes every request for plain HTTP. A browser sends Origin: https://… with a POST, Django expects http://…, and ' +
      'answers 403 to each: nobody can log in, ' +
      'while GET works and all probes are green.',
    fix:
      "Set SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https'), where the ingress controller sets that header and " +
      'nobody goes around it; or have the server believe ' +
      'the controller (FORWARDED_ALLOW_IPS).',
    judges:
      'With `--app`: a container that owns the port behind an Ingress with tls, or behind an HTTPRoute on an HTTPS listener of a ' +
      'Gateway in the bundle, and whose Django ' +
      'settings have CsrfViewMiddleware and no SECURE_PROXY_SSL_HEADER. Silent where gunicorn or uvicorn believe an address ' +
      'other than their own machine, where ' +
      'CSRF_TRUSTED_ORIGINS names the hosts, where TLS goes through to the application, and where any of this is not known.',
    source:
      'django/middleware/csrf.py, _origin_verified; django/http/request.py, scheme; gunicorn/http/message.py, parse_headers; ' +
      'facts, "Probes against Django"',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const { workload, container } = each;
      const settings = reading.container(workload, container).django?.settings;
      if (!settings || settings.proxySslHeader.value !== null || !checksOrigins(settings) || serverTrustsProxy(each) !== false) {
        continue;
      }
      const found = routesTo(reading, each)
        .map((route) => ({ route, hosts: tlsHosts(reading.bundle, route) }))
        .find(({ hosts }) => hosts && !trusted(settings, hosts));
      if (found) {
        yield {
          object: workload.object,
          container: container.name,
          path: container.path,
          message:
            `${objectInWords(found.route.object)} ends TLS${found.hosts?.length ? ` for ${found.hosts.join(', ')}` : ''} before ` +
            `container ${container.name}, ` +
            'and SECURE_PROXY_SSL_HEADER is ' +
            `${settings.proxySslHeader.origin.startsWith('not set') ? settings.proxySslHeader.origin : `None (${settings.proxySslHeader.origin})`}`,
          consequence: 'Django answers 403 to every POST from a page over TLS, while all probes are green',
          fix: "set SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')",
        };
      }
    }
  },
};

/** The routes that lead to a port of this very container, and to no proxy beside it. */
function routesTo(reading: Reading, { workload, container }: Running): readonly Route[] {
  return reading
    .of(workload)
    .hops.filter(({ number }) => number !== undefined && ownerOf(workload, number) === container)
    .flatMap(({ service, port }) =>
      reading.bundle
        .routesTo(service)
        .filter(({ backend }) => backend.port === undefined || backend.port === port.number || backend.port === port.name),
    )
    .map(({ route }) => route);
}

function checksOrigins({ middleware: { value } }: DjangoSettings): boolean {
  return value !== UNKNOWN && value.includes(CSRF);
}

/** Whether every host may send its Origin anyway, or that is not known. */
function trusted({ csrfTrustedOrigins: { value } }: DjangoSettings, hosts: readonly string[]): boolean {
  if (value === UNKNOWN || value.includes(UNKNOWN)) {
    return true;
  }
  const origins = value.filter((origin) => typeof origin === 'string');
  const covers = (origin: string, host: string) =>
    origin === `https://${host}` || (origin.startsWith('https://*.') && host.endsWith(origin.slice('https://*'.length)));
  return origins.length > 0 && hosts.every((host) => origins.some((origin) => covers(origin, host)));
}
