import type { Cause } from '../cause';
import { seeFailingProbe } from '../failing-probe-cause';

export const probeNotFound: Cause = {
  id: 'probe-not-found',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'A probe asks a path that the application does not have, or that is closed to it',
  doc: {
    why: 'The application answers, and says 404, 401 or 403: the path of the probe is spelt otherwise, or asks for a login.',
    fix: 'Ask a path that the application has and that is open to everybody.',
    judges: 'A container that is not ready and whose last failing probe got a status of 401 to 499.',
    source: 'pkg/probe/http/http.go, DoHTTPProbe',
  },
  see: seeFailingProbe({
    fits: ({ status }) => status !== undefined && status > 400 && status < 500,
    says: ({ status }) => `is answered with ${status}`,
    fix: ({ probe }) =>
      `correct the path of the probe${probe?.handler?.kind === 'httpGet' ? ` (${probe.handler.path})` : ''}, or serve it without a login`,
  }),
};
