import { portAsked, servicePortInWords } from '../../manifest/service';
import type { Cause } from '../cause';
import { pathInWords } from '../../manifest/path';
import { describe, evidence, kubectl } from '../wording';

export const routeBackendMissing: Cause = {
  id: 'route-backend-missing',
  link: 'route',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'A route leads to a Service, or to a port of one, that does not exist',
  doc: {
    why: 'The API server accepts a route to anything. The controller answers 503 (or 404) for it, whatever the pods are like.',
    fix: 'Correct the name of the Service or its port.',
    judges: 'A backend whose Service is not there, where Services were read, or has no such port.',
    source: 'k8s.io/api/networking/v1, IngressServiceBackend',
  },
  *see(state) {
    for (const { object, backends } of state.bundle.routes) {
      for (const backend of backends) {
        const service = state.bundle.serviceBehind(backend);
        const field = pathInWords(backend.path);
        if (!service && state.lacks('', 'Service', backend.namespace, backend.service)) {
          const names = state.bundle.services.filter((each) => each.object.namespace === backend.namespace).map((each) => each.object.name);
          yield {
            subject: object,
            message: `it leads to Service ${backend.service}, which does not exist`,
            evidence: [evidence(object, field, backend.service), { where: 'Services', says: names.slice(0, 8).join(', ') || 'none' }],
            fix: names.length ? `name a Service that is there: ${names.slice(0, 5).join(', ')}` : 'create the Service',
            next: kubectl(object, 'get', 'services'),
          };
        } else if (service && !service.external && !portAsked(service, backend.port)) {
          yield {
            subject: object,
            message:
              `it leads to port ${backend.port ?? '?'} of Service ${backend.service}, which has ` +
              `${service.ports.map(servicePortInWords).join(', ')}`,
            evidence: [
              evidence(object, field, `port ${backend.port ?? '?'}`),
              evidence(service.object, 'spec.ports', service.ports.map(servicePortInWords).join(', ')),
            ],
            fix: `use ${service.ports.map(servicePortInWords).join(' or ')}`,
            next: describe(object),
          };
        }
      }
    }
  },
};
