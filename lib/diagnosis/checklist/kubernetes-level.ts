import { objectInWords } from '../../manifest/api-object';
import { plural } from '../../wording/plural';
import { containerInWords, mainContainers, no, unlessCause, unseen, yes } from './answers';
import type { Item } from './item';

export const KUBERNETES_LEVEL: readonly Item[] = [
  {
    level: 'kubernetes',
    says: 'Pods are Running',
    answer({ scenes }) {
      const pods = scenes.flatMap(({ current }) => current);
      const other = pods.find(({ phase }) => phase !== 'Running');
      return other
        ? no(`Pod ${other.object.name}: ${other.phase}`)
        : pods.length
          ? yes(`${pods.length} of ${plural(pods.length, 'pod')}`)
          : unseen('there is no pod');
    },
  },
  {
    level: 'kubernetes',
    says: 'No container was restarted lately',
    answer(sight) {
      const containers = mainContainers(sight);
      const restarted = containers.find(({ container }) => container.restarts > 0 && sight.state.recent(container.last?.finished));
      const total = containers.reduce((sum, { container }) => sum + container.restarts, 0);
      return restarted
        ? no(
            `${containerInWords(restarted)}: ${plural(restarted.container.restarts, 'restart')}, the last ended with ${restarted.container.last!.reason}`,
          )
        : containers.length
          ? yes(`${plural(total, 'restart')} in all, none of them lately`)
          : unseen('there is no container');
    },
  },
  ...(['readiness', 'liveness'] as const).map((role): Item => ({
    level: 'kubernetes',
    says: `A ${role} probe is configured and passes`,
    answer(sight) {
      const containers = mainContainers(sight).filter(({ container }) => container.spec);
      const probed = containers.filter(({ container }) => container.spec![role]);
      const [first] = probed;
      const failing = role === 'readiness' ? probed.find(({ container }) => !container.ready) : undefined;
      const restarts = role === 'liveness' ? unlessCause(sight, 'liveness-kills-boot', 'liveness-restarts') : undefined;
      return (
        restarts ??
        (failing
          ? no(`${containerInWords(failing)} is not ready`)
          : first
            ? yes(`${containerInWords(first)}: ${role === 'readiness' ? 'ready' : 'no restart by it was seen'}`)
            : containers.length
              ? no('no container has one')
              : unseen('there is no container'))
      );
    },
  })),
  {
    level: 'kubernetes',
    says: 'The endpoints of the Service hold the pods',
    answer(sight) {
      const services = [...new Set(sight.scenes.flatMap((scene) => scene.services))];
      const read = services.flatMap((service) => {
        const endpoints = sight.state.endpointsOf(service);
        return endpoints
          ? [{ service, ready: endpoints.filter(({ ready, terminating }) => ready && !terminating).length, all: endpoints.length }]
          : [];
      });
      const empty = read.find(({ ready }) => ready === 0);
      const [first] = read;
      return (
        unlessCause(sight, 'service-selects-no-pods', 'endpoints-stale') ??
        (empty
          ? no(`${objectInWords(empty.service.object)}: 0 of ${empty.all} ready`)
          : first
            ? yes(`${objectInWords(first.service.object)}: ${first.ready} of ${first.all} ready`)
            : unseen(services.length ? 'EndpointSlices were not read' : 'no Service selects it'))
      );
    },
  },
  {
    level: 'kubernetes',
    says: 'The Ingress leads to the Service',
    answer(sight) {
      const routed = [...new Set(sight.scenes.flatMap((scene) => scene.services))].flatMap((service) =>
        sight.state.bundle.routesTo(service),
      );
      const [first] = routed;
      return (
        unlessCause(sight, 'route-backend-missing', 'ingress-class-unserved', 'host-not-routed', 'path-not-routed', 'tls-secret-missing') ??
        (first
          ? yes(`${objectInWords(first.route.object)} names Service ${first.backend.service}`)
          : unseen('no route leads to its Services'))
      );
    },
  },
  {
    level: 'kubernetes',
    says: 'No event warns of its pods',
    answer({ scenes, state }) {
      const warnings = scenes
        .flatMap((scene) => scene.current.flatMap((pod) => state.eventsOn(pod.object)))
        .filter(({ warning }) => warning);
      const [first] = warnings;
      return first
        ? no(`${first.about.replace('/', ' ')}: ${first.reason}: ${first.message.slice(0, 200)}`)
        : state.listed('Event')
          ? yes('none as far back as --since goes')
          : unseen('events were not read, or there are none');
    },
  },
];
