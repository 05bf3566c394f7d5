import type { Cause } from '../cause';
import { seeFailingProbe } from '../failing-probe-cause';

export const probeHostRefused: Cause = {
  id: 'probe-host-refused',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'The application answers a probe with 400: it does not know the name it is asked by',
  doc: {
    why:
      'The kubelet asks the address of the pod and sends it as the Host header. Django refuses a Host that is not in ALLOWED_HOSTS ' +
      'with 400, and the log says "Invalid HTTP_HOST header". Users, who ask by name, would be answered.',
    fix: 'Give the probe a Host header that the application knows (httpGet.httpHeaders), or admit the address of the pod.',
    judges: 'A container that is not ready and whose last failing probe got status 400.',
    source: 'pkg/probe/http/http.go, DoHTTPProbe; django/http/request.py, HttpRequest.get_host',
  },
  see: seeFailingProbe({
    fits: ({ status }) => status === 400,
    says: () => 'is answered with 400: the Host that it asks by is refused',
    fix: () => 'add httpHeaders with a Host that the application knows to the probe, or the address of the pod to ALLOWED_HOSTS',
  }),
};
