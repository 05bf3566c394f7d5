import type { Cause } from '../cause';
import { conditionOf } from '../state/pod-state';
import { elapsedInWords } from '../state/time';
import { evidence, kubectl } from '../wording';

/** The controller follows within a second or two; a snapshot is not of one moment either. Milliseconds. */
const SLACK = 60_000;

export const endpointsStale: Cause = {
  id: 'endpoints-stale',
  link: 'endpoints',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'Pods have been ready for long, and the EndpointSlices of their Service do not have them',
  doc: {
    why: 'The controller that writes them is away or behind (kube-controller-manager), or somebody writes them by hand.',
    fix: 'See the controller manager; delete a slice by hand, and it is written again.',
    judges:
      'A Service with a selector and a pod that has been ready for more than a minute, where the EndpointSlices were read and ' +
      'none has it as ready.',
    source: 'pkg/controller/endpointslice/endpointslice_controller.go, syncService',
  },
  *see(state) {
    for (const service of state.bundle.services) {
      const endpoints = state.endpointsOf(service);
      const missing = endpoints
        ? state.podsBehind(service).filter((pod) => {
            const since = conditionOf(pod.object, 'Ready')?.since;
            return (
              pod.ready &&
              since !== undefined &&
              state.now - since > SLACK &&
              !endpoints.some(({ pod: name, ready }) => name === pod.object.name && ready)
            );
          })
        : [];
      const [first] = missing;
      if (first) {
        yield {
          subject: service.object,
          message:
            `${missing.length === 1 ? 'a pod' : `${missing.length} pods`} that ${missing.length === 1 ? 'is' : 'are'} ready ` +
            `${missing.length === 1 ? 'is' : 'are'} not among its endpoints`,
          evidence: [
            evidence(first.object, 'condition Ready', `True for ${elapsedInWords(conditionOf(first.object, 'Ready')!.since!, state.now)}`),
            evidence(service.object, 'EndpointSlices', `${endpoints!.length} endpoints, none ready of ${first.object.name}`),
          ],
          fix: 'see whether kube-controller-manager runs and may write EndpointSlices',
          next: kubectl(service.object, 'get', 'endpointslices', '-l', `kubernetes.io/service-name=${service.object.name}`, '-o', 'yaml'),
        };
      }
    }
  },
};
