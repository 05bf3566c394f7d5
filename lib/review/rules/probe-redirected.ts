import { probesOf } from '../../manifest/container';
import { textOf } from '../../manifest/json';
import { running } from '../pool';
import type { Rule } from '../rule';

export const probeRedirected: Rule = {
  id: 'probe-redirected',
  model: 'chain',
  severity: 'warning',
  summary: 'The application redirects a plain HTTP probe to HTTPS',
  doc: {
    why: 'With SECURE_SSL_REDIRECT Django answers 301. With a Host header that leads to another host, which the kubelet counts as success: the probe checks nothing. Without '
      + 'one it follows to https on the plain port and fails.',
    fix: 'Send X-Forwarded-Proto: https with the probe, where SECURE_PROXY_SSL_HEADER is set, or exempt the path (SECURE_REDIRECT_EXEMPT).',
    judges: 'HTTP probes without that header in a container with a variable named SECURE_SSL_REDIRECT, or ending in it, that is true.',
    source: 'pkg/probe/http/http.go, RedirectChecker and DoHTTPProbe; facts, "Probes against Django"; endatix/endatix PR 1035',
  },
  * check(bundle) {
    for (const { workload, container, process } of running(bundle)) {
      const redirect = [...process.environment.variables.values()].find(({ name, value }) => /(^|_)SECURE_SSL_REDIRECT$/.test(name) && /^(1|true|yes|on)$/i.test(value));
      for (const probe of redirect ? probesOf(container) : []) {
        const { handler } = probe;
        if (handler?.kind !== 'httpGet' || handler.scheme !== 'HTTP' || handler.headers.some(({ name }) => textOf(name)?.toLowerCase() === 'x-forwarded-proto')) {
          continue;
        }
        yield {
          object: workload.object,
          container: container.name,
          path: [...probe.path, 'httpGet'],
          message: `the ${probe.role} probe asks ${handler.path} over HTTP, and ${redirect!.name}=${redirect!.value} redirects it to HTTPS`,
          consequence: 'the probe checks nothing (a redirect to another host counts as success) or fails for ever',
          fix: 'add the header X-Forwarded-Proto: https to the probe, or exempt its path',
        };
      }
    }
  },
};
