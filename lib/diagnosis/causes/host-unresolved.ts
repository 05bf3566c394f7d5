import type { Cause } from '../cause';
import { askedOf, ingressRules, takesHost } from '../routing';

export const hostUnresolved: Cause = {
  id: 'host-unresolved',
  link: 'host',
  severity: 'error',
  symptom: 'unrouted',
  summary: 'The name that users ask for has no address here',
  doc: {
    why: 'No DNS record leads to the ingress: it was not made, has not spread yet, or is spelt otherwise.',
    fix: 'Make the record lead to the address of the ingress.',
    judges: 'A --url whose name could not be resolved from where the command ran.',
    source: 'getaddrinfo(3), EAI_NONAME, EAI_AGAIN',
  },
  *see(state) {
    const lost = askedOf(state.visits).filter(({ visit }) => /^(ENOTFOUND|EAI_AGAIN|EAI_NODATA)$/.test(visit.error ?? ''));
    for (const host of new Set(lost.map((each) => each.host))) {
      const ingress = ingressRules(state).find((rule) => rule.host !== '*' && takesHost(rule, host))?.ingress;
      const subject = ingress ?? state.scenes[0]?.object;
      if (subject) {
        yield {
          subject,
          message: `${host} has no address from here`,
          evidence: lost.filter((each) => each.host === host).map(({ visit }) => ({ where: `asked ${visit.url}`, says: visit.error! })),
          fix: ingress
            ? `let ${host} lead to ${state.addressesOf(ingress).join(', ') || 'the address of the ingress'}`
            : 'make a DNS record for it',
          next: 'kubectl get ingress -A -o wide',
        };
      }
    }
  },
};
