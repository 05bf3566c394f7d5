import type { Cause } from '../cause';
import { answered, answerInWords, askedOf, ingressRules, takesHost } from '../routing';

export const hostNotRouted: Cause = {
  id: 'host-not-routed',
  link: 'route',
  severity: 'error',
  symptom: 'unrouted',
  summary: 'No Ingress has a rule for the host that users ask for',
  doc: {
    why:
      'The controller takes the request and has no rule for its host: it answers 404 from its default backend, or closes the ' +
      'connection.',
    fix: 'Add the host to a rule, or correct its spelling.',
    judges:
      'A --url that got 404, 5xx or nothing, where Ingresses were read and none has the host. Routes of other kinds ' +
      '(HTTPRoute) make it silent.',
    source: 'k8s.io/api/networking/v1, IngressRule.Host',
  },
  *see(state) {
    const rules = ingressRules(state);
    if (!state.listed('Ingress') || state.bundle.routes.some(({ object }) => object.kind !== 'Ingress') || rules.length === 0) {
      return;
    }
    const lost = askedOf(state.visits).filter(({ visit, host }) => !answered(visit) && !rules.some((rule) => takesHost(rule, host)));
    for (const host of new Set(lost.map((each) => each.host))) {
      const hosts = [...new Set(rules.map((rule) => rule.host))];
      yield {
        subject: rules[0].ingress,
        message: `no rule is for the host ${host}; there are ${hosts.slice(0, 5).join(', ')}`,
        evidence: lost
          .filter((each) => each.host === host)
          .map(({ visit }) => ({ where: `asked ${visit.url}`, says: answerInWords(visit) })),
        fix: `add a rule for ${host}, or correct ${hosts[0]}`,
        next: 'kubectl get ingress -A',
      };
    }
  },
};
