import type { Cause } from '../cause';
import { seeFailingProbe } from '../failing-probe-cause';
import type { ProbeFailure } from '../probe-failure';

export const probeRedirected: Cause = {
  id: 'probe-redirected',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'A probe is redirected to where nothing answers',
  doc: {
    why:
      'The kubelet follows a redirect to the same host. SECURE_SSL_REDIRECT sends it to https on a port that speaks HTTP, so that the ' +
      'probe fails with "server gave HTTP response to HTTPS client"; a login page sends it round until "stopped after 10 redirects".',
    fix: 'Exempt the path from the redirect (SECURE_REDIRECT_EXEMPT), ask the final path, or send X-Forwarded-Proto: https with the probe.',
    judges:
      'A container that is not ready and whose failing probe names another scheme than its own, was stopped after 10 redirects, or was ' +
      'answered with 3xx when it was asked again. A redirect to another host passes as a success and is not reported.',
    source: 'pkg/probe/http/http.go, RedirectChecker; net/http, ErrSchemeMismatch',
  },
  see: seeFailingProbe({
    fits: isRedirected,
    says: ({ says, status }) => (status !== undefined ? `is answered with the redirect ${status}` : `is redirected: ${says}`),
    fix: () => 'exempt the path of the probe from redirects, or send X-Forwarded-Proto: https with it',
  }),
};

function isRedirected({ says, status, probe }: ProbeFailure): boolean {
  const plain = probe?.handler?.kind === 'httpGet' && probe.handler.scheme === 'HTTP';
  const toHttps = plain && (/server gave HTTP response to HTTPS client/.test(says) || /^Get "https:/.test(says));
  return toHttps || /stopped after 10 redirects/.test(says) || (status !== undefined && status >= 300 && status < 400);
}
