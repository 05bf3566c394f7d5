import type { Cause } from '../cause';
import { seeFailingProbe } from '../failing-probe-cause';
import { migrationsPendingIn } from '../migrations';

export const probeServerError: Cause = {
  id: 'probe-server-error',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'The application answers a probe with an error of its own',
  doc: {
    why:
      'It listens and it knows the name; the view behind the probe fails, or reports that something it needs is away: a database, a ' +
      'cache, a table that a migration has yet to make. 503 from a readiness view is its way to say so.',
    fix: 'Read the log of the moment of the probe, and ask the path for its body.',
    judges:
      'A container that is not ready and whose last failing probe got a status of 500 or more. Where pending migrations are ' +
      'shown, that is reported in its place.',
    source: 'pkg/probe/http/http.go, DoHTTPProbe',
  },
  see: seeFailingProbe({
    fits: ({ status, pod, container }, scene) => status !== undefined && status >= 500 && !migrationsPendingIn(scene, pod, container),
    says: ({ status }) => `is answered with ${status}`,
    fix: () => 'read the log of the container at the time of the probe; what the view asks (database, cache) does not answer it',
  }),
};
