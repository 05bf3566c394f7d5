import { namedPort, servicePortInWords } from '../../manifest/service';
import type { Cause } from '../cause';
import { describe, evidence } from '../wording';

export const servicePortUnresolved: Cause = {
  id: 'service-port-unresolved',
  link: 'service',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'A Service targets a port by a name that no container of its pods has',
  doc: {
    why:
      'The endpoints controller looks for the name in each pod; without it the endpoints have no port, and there is nowhere to ' +
      'send a request.',
    fix: 'Name the container port so, or target the number.',
    judges: 'A named targetPort that none of the pods, or pod templates, behind the Service declares with its protocol.',
    source: 'k8s.io/endpointslice, utils.go, FindPort',
  },
  *see(state) {
    for (const service of state.bundle.services) {
      const pods = state.podsBehind(service).map(({ workload }) => workload);
      const workloads = pods.length ? pods : state.bundle.workloadsBehind(service);
      for (const port of service.ports) {
        if (workloads.length === 0 || typeof port.target !== 'string' || workloads.some((workload) => namedPort(port, workload))) {
          continue;
        }
        const declared = workloads[0].containers
          .flatMap(({ ports }) => ports)
          .map(({ name, number }) => `${name ?? 'unnamed'} (${number ?? '?'})`);
        yield {
          subject: service.object,
          message: `its ${servicePortInWords(port)} targets a port named ${port.target}; its pods declare ${declared.join(', ') || 'none'}`,
          evidence: [
            evidence(service.object, 'spec.ports', `targetPort ${port.target}`),
            evidence(workloads[0].object, 'container ports', declared.join(', ') || 'none'),
          ],
          fix: declared.length ? `target ${declared.join(' or ')}` : `name a container port ${port.target}`,
          next: describe(service.object),
        };
      }
    }
  },
};
