import type { Cause } from '../cause';
import { evidence, podEvidence, kubectl } from '../wording';

export const notReadyPublished: Cause = {
  id: 'not-ready-published',
  link: 'endpoints',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'A Service sends requests to pods that are not ready, because it publishes them on purpose',
  doc: {
    why:
      'publishNotReadyAddresses marks every endpoint as ready. It is meant for peers that look for each other while they boot; ' +
      'users get errors during every boot.',
    fix: 'Remove it from the Service that users come by; give the peers a headless Service of their own.',
    judges: 'A Service with a cluster address, or with a route to it, that publishes pods of which one is not ready now.',
    source: 'k8s.io/api/core/v1, ServiceSpec.PublishNotReadyAddresses; k8s.io/endpointslice, utils.go, podToEndpoint',
  },
  *see(state) {
    for (const service of state.bundle.services) {
      const users = !service.headless || state.bundle.routesTo(service).length > 0;
      if (service.spec.publishNotReadyAddresses !== true || !users) {
        continue;
      }
      const unready = state.podsBehind(service).filter(({ ready, address }) => !ready && address !== undefined);
      const listed = (state.endpointsOf(service) ?? []).filter(
        ({ ready, pod }) => ready && unready.some(({ object }) => object.name === pod),
      );
      if (unready.length > 0) {
        yield {
          subject: service.object,
          message: `it publishes ${unready.length === 1 ? 'a pod that is' : `${unready.length} pods that are`} not ready`,
          evidence: [
            evidence(service.object, 'spec.publishNotReadyAddresses', 'true'),
            ...podEvidence(unready.slice(0, 2), 'condition Ready', () => 'not True'),
            ...(listed.length
              ? [evidence(service.object, 'EndpointSlices', `${listed.map(({ address }) => address).join(', ')} ready`)]
              : []),
          ],
          fix: 'remove publishNotReadyAddresses from the Service that users come by',
          next: kubectl(service.object, 'get', 'endpointslices', '-l', `kubernetes.io/service-name=${service.object.name}`),
        };
      }
    }
  },
};
