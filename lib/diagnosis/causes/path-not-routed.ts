import type { Cause } from '../cause';
import { answered, answerInWords, askedOf, ingressRules, takesHost, takesPath } from '../routing';
import { describe } from '../wording';

export const pathNotRouted: Cause = {
  id: 'path-not-routed',
  link: 'route',
  severity: 'error',
  symptom: 'unrouted',
  summary: 'An Ingress has rules for the host, and none for the path that users ask for',
  doc: {
    why: 'Only the paths that a rule names are passed on; the others get 404 from the controller, while the health endpoint answers.',
    fix: 'Add the path, or use pathType Prefix with /.',
    judges:
      'A --url that got 404, 5xx or nothing, where rules have its host and none its path. ImplementationSpecific is read as a prefix.',
    source: 'k8s.io/api/networking/v1, HTTPIngressPath',
  },
  *see(state) {
    const rules = ingressRules(state);
    for (const { visit, host, path } of askedOf(state.visits)) {
      const own = rules.filter((rule) => takesHost(rule, host));
      if (!answered(visit) && own.length > 0 && !own.some((rule) => takesPath(rule, path))) {
        yield {
          subject: own[0].ingress,
          message: `no rule for ${host} takes ${path}; there are ${[...new Set(own.map((rule) => rule.path))].slice(0, 5).join(', ')}`,
          evidence: [{ where: `asked ${visit.url}`, says: answerInWords(visit) }],
          fix: `add ${path} to the rules of ${host}, or pass on / with pathType Prefix`,
          next: describe(own[0].ingress),
        };
      }
    }
  },
};
