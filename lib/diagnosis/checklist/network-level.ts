import { listeningOf } from '../listening';
import { answered, answerInWords, askedOf } from '../routing';
import { mainContainers, no, unlessCause, unseen, yes } from './answers';
import type { Item, Sight } from './item';

const NOT_ASKED = 'nobody asked from outside (--url)';

export const NETWORK_LEVEL: readonly Item[] = [
  {
    level: 'network',
    says: 'The process listens on an address that others reach',
    answer(sight) {
      const found = sight.scenes.flatMap((scene) =>
        scene.containers.flatMap(({ pod, container }) => (container.init ? [] : (listeningOf(scene, pod, container) ?? []))),
      );
      return (
        unlessCause(sight, 'bound-to-loopback') ??
        (found.length
          ? yes(`${found[0].evidence.where}: ${found[0].evidence.says}`)
          : unseen('neither a log (--logs) nor a manifest says where'))
      );
    },
  },
  {
    level: 'network',
    says: 'The Service leads to the port that the process listens on',
    answer(sight) {
      const wrong = unlessCause(sight, 'service-port-wrong', 'service-port-unresolved');
      const ready = sight.scenes.some((scene) => scene.services.length > 0 && scene.ready.length > 0);
      return (
        wrong ?? (ready ? yes('the ports of the Services are those of pods that are ready') : unseen('no pod behind a Service is ready'))
      );
    },
  },
  {
    level: 'network',
    says: 'The application answers inside of the pod',
    answer(sight) {
      const { answers } = sight.state;
      const good = answers.find(({ status }) => status !== undefined && status < 500);
      const bad = answers.find(({ error }) => error !== undefined);
      return bad
        ? no(`${bad.question} to Pod ${bad.pod}: ${bad.error}`)
        : good
          ? yes(`${good.question} to Pod ${good.pod}: ${good.status}`)
          : byReadiness(sight);
    },
  },
  {
    level: 'network',
    says: 'The health endpoint answers 200',
    answer(sight) {
      const bad = sight.state.answers.find(({ status }) => status === undefined || status >= 400);
      const good = sight.state.answers.find(({ status }) => status !== undefined && status < 400);
      return bad
        ? no(`${bad.question} to Pod ${bad.pod}: ${bad.status ?? bad.error}`)
        : good
          ? yes(`${good.question} to Pod ${good.pod}: ${good.status}`)
          : byReadiness(sight);
    },
  },
  {
    level: 'network',
    says: 'The health endpoint answers from outside',
    answer({ state }) {
      const asked = askedOf(state.visits).filter(({ path }) => /health|ready|live|ping|status/i.test(path));
      const bad = asked.find(({ visit }) => !answered(visit));
      return bad
        ? no(`${bad.visit.url}: ${answerInWords(bad.visit)}`)
        : asked.length
          ? yes(`${asked[0].visit.url}: ${answerInWords(asked[0].visit)}`)
          : unseen(NOT_ASKED);
    },
  },
  {
    level: 'network',
    says: 'Other paths are answered as well, and not with 503',
    answer({ state }) {
      const asked = askedOf(state.visits).filter(({ path }) => !/health|ready|live|ping|status/i.test(path));
      const bad = asked.find(({ visit }) => !answered(visit));
      return bad
        ? no(`${bad.visit.url}: ${answerInWords(bad.visit)}`)
        : asked.length
          ? yes(asked.map(({ visit }) => `${visit.url}: ${answerInWords(visit)}`).join(', '))
          : unseen(NOT_ASKED);
    },
  },
];

/** A readiness probe over HTTP that passes is a question that was answered. */
function byReadiness(sight: Sight) {
  const asked = mainContainers(sight).filter(({ container }) => container.spec?.readiness?.handler?.kind === 'httpGet');
  const good = asked.find(({ container }) => container.ready);
  return good
    ? yes(`the readiness probe of Pod ${good.pod.object.name} passes`)
    : unseen('nobody asked (--ask), and no HTTP readiness passes');
}
