import type { Cause } from '../cause';
import { askedOf, ingressRules, takesHost } from '../routing';
import { kubectl } from '../wording';

const REFUSED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ALTNAME/;

export const certificateRefused: Cause = {
  id: 'certificate-refused',
  link: 'host',
  severity: 'error',
  symptom: 'unrouted',
  summary: 'The certificate that is shown to users is not one for this name, or not valid',
  doc: {
    why: 'Without a Secret that fits, an ingress controller shows a certificate of its own; browsers warn, and clients give up.',
    fix: 'See the Secret that spec.tls names, and what should fill it (cert-manager).',
    judges: 'A --url that failed with a fault of the certificate.',
    source: 'Node.js, tls: X509 certificate error codes',
  },
  *see(state) {
    for (const { visit, host } of askedOf(state.visits).filter(({ visit: { error } }) => REFUSED.test(error ?? ''))) {
      const subject = ingressRules(state).find((rule) => takesHost(rule, host))?.ingress ?? state.scenes[0]?.object;
      if (subject) {
        yield {
          subject,
          message: `the certificate for ${host} is refused: ${visit.error}`,
          evidence: [{ where: `asked ${visit.url}`, says: visit.error! }],
          fix: 'see the Secret that spec.tls names, and what should fill it',
          next: kubectl(subject, 'get', 'ingress,secrets'),
        };
        return;
      }
    }
  },
};
