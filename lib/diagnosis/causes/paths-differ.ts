import type { Cause } from '../cause';
import { answered, answerInWords, askedOf, ingressRules, takesHost } from '../routing';
import { describe } from '../wording';

export const pathsDiffer: Cause = {
  id: 'paths-differ',
  link: 'route',
  severity: 'error',
  follows: true,
  symptom: 'unavailable',
  summary: 'From outside one path of a host answers, and another gets 5xx',
  doc: {
    why:
      'A health path that answers shows that host, TLS, controller and at least one pod work. What fails besides is routed elsewhere, or ' +
      'fails in the application: the platform may answer for it.',
    fix: 'Compare which Service each path leads to, and ask the same paths inside of the pod.',
    judges: 'Two --url of one host, of which one was answered and one got 5xx or nothing.',
    source: 'the requests themselves',
  },
  *see(state) {
    const asked = askedOf(state.visits);
    for (const host of new Set(asked.map((each) => each.host))) {
      const own = asked.filter((each) => each.host === host);
      const good = own.find(({ visit }) => answered(visit));
      const bad = own.find(({ visit }) => visit.status === undefined || visit.status >= 500);
      const subject = ingressRules(state).find((rule) => takesHost(rule, host))?.ingress ?? state.scenes[0]?.object;
      if (good && bad && subject) {
        yield {
          subject,
          message: `${host}${good.path} answers ${answerInWords(good.visit)}, and ${bad.path} ${answerInWords(bad.visit)}`,
          evidence: own.map(({ visit }) => ({ where: `asked ${visit.url}`, says: answerInWords(visit) })),
          fix: 'compare the Service behind each path, and ask the path that fails inside of the pod',
          next: describe(subject),
        };
      }
    }
  },
};
