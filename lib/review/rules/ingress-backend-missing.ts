import { objectInWords, mayShareNamespace } from '../../manifest/api-object';
import type { Backend, Route } from '../../manifest/route';
import { portAsked, servicePortInWords, type Service } from '../../manifest/service';
import type { Observation, Rule, Severity } from '../rule';

export const ingressBackendMissing: Rule = {
  id: 'ingress-backend-missing',
  model: 'chain',
  severity: 'error',
  summary: 'A route sends requests to a Service, or to a port of a Service, that does not exist',
  doc: {
    why:
      'An ingress controller has nowhere to send the request and answers 503 (ingress-nginx, Traefik) or 500 (Gateway API), while ' +
      'every pod is green.',
    fix: 'Name the Service and one of its ports as the Service itself does. The number is that of `port`, not of `targetPort`.',
    judges:
      'A port is judged whenever the Service is in the bundle. A Service that is not there may live elsewhere: it is reported ' +
      'when another backend of the ' +
      'same route is in the bundle (as a warning), or when the bundle has Services in that namespace and its routes lead to none ' +
      'of them (as an error). With `--complete` every Service that is not there is an error. Silent where part of the input could not ' +
      'be read.',
    source:
      'https://gateway-api.sigs.k8s.io/reference/spec/ (BackendNotFound); ingress-nginx, ' +
      'internal/ingress/controller/controller.go, serviceEndpoints',
  },
  *check({ bundle }) {
    const inNamespace = new Map<string, readonly string[]>();
    const servicesOf = (namespace: string) => {
      const names =
        inNamespace.get(namespace) ??
        bundle.services.filter(({ object }) => mayShareNamespace(object.namespace, namespace)).map(({ object }) => object.name);
      inNamespace.set(namespace, names);
      return names;
    };
    const anyRouted = bundle.services.some((service) => bundle.routesTo(service).length > 0);
    for (const route of bundle.routes) {
      const someFound = route.backends.some((backend) => bundle.serviceBehind(backend));
      for (const backend of route.backends) {
        const service = bundle.serviceBehind(backend);
        if (service) {
          yield* missingPort(route, backend, service);
        } else if (bundle.absence === 'nowhere') {
          yield missingService(servicesOf(backend.namespace), route, backend, undefined);
        } else if (bundle.absence === 'elsewhere' && (someFound || (!anyRouted && servicesOf(backend.namespace).length > 0))) {
          yield missingService(servicesOf(backend.namespace), route, backend, someFound ? 'warning' : undefined);
        }
      }
    }
  },
};

function missingService(names: readonly string[], route: Route, backend: Backend, severity: Severity | undefined): Observation {
  const shown = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return {
    object: route.object,
    path: backend.path,
    severity,
    message: `${objectInWords(route.object)} sends requests to Service ${backend.service}, which is not ${shown ? `among the Services here: ${shown}` : 'here'}`,
    consequence: 'every request to it is answered with 503 by the ingress controller',
    fix: shown ? `name one of ${shown}, or add Service ${backend.service} to what is reviewed` : `add Service ${backend.service}`,
  };
}

function* missingPort(route: Route, { port, path }: Backend, service: Service): Iterable<Observation> {
  if (service.external || port === undefined || portAsked(service, port)) {
    return;
  }
  const ports = service.ports.map(servicePortInWords).join(', ') || 'no port';
  yield {
    object: route.object,
    path,
    message: `${objectInWords(route.object)} asks Service ${service.object.name} for port ${port}; the Service has ${ports}`,
    consequence: 'every request to it is answered with 503 by the ingress controller',
    fix: service.ports.length ? `use ${servicePortInWords(service.ports[0])}` : 'give the Service a port',
  };
}
