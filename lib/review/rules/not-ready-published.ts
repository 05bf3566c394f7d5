import { objectInWords } from '../../manifest/api-object';
import { objectOf } from '../../manifest/json';
import type { Service } from '../../manifest/service';
import type { Rule } from '../rule';

export const notReadyPublished: Rule = {
  id: 'not-ready-published',
  model: 'chain',
  severity: 'error',
  summary: 'A route leads to a Service that lists pods which are not ready',
  doc: {
    why:
      'publishNotReadyAddresses is meant for peers that have to find each other before they are ready. In front of users it ' +
      'switches readiness off: they are sent to ' +
      'pods that boot, and to pods that said they cannot serve.',
    fix: 'Leave this Service to the peers and route to one without publishNotReadyAddresses.',
    judges: 'Services to which a route of the bundle leads.',
    source: 'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/#ServiceSpec, publishNotReadyAddresses',
  },
  *check({ bundle }) {
    for (const service of bundle.services) {
      const [routed] = bundle.routesTo(service);
      if (routed && publishesNotReady(service)) {
        yield {
          object: service.object,
          path: ['spec', 'publishNotReadyAddresses'],
          message:
            `${objectInWords(routed.route.object)} sends users to Service ${service.object.name}, which lists pods that are not ready ` +
            '(publishNotReadyAddresses)',
          consequence: 'readiness probes decide nothing: users reach pods that boot or have failed',
          fix: 'remove publishNotReadyAddresses, or route to another Service for the same pods',
        };
      }
    }
  },
};

/**
 * The annotation came before the field (`pkg/controller/endpoint`, `TolerateUnreadyEndpointsAnnotation`) and still works
 * in old clusters.
 */
function publishesNotReady({ spec, object }: Service): boolean {
  return (
    spec.publishNotReadyAddresses === true ||
    objectOf(objectOf(object.json.metadata).annotations)['service.alpha.kubernetes.io/tolerate-unready-endpoints'] === 'true'
  );
}
