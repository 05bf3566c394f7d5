import type { ApiObject } from './api-object';
import { integerOf, listOf, objectOf, textOf, type JsonObject } from './json';
import type { Path } from './path';

/** A Service that a route sends requests to. */
export interface Backend {
  readonly service: string;
  /** Empty where neither the backend nor the route says one. */
  readonly namespace: string;
  /** By number or by name; nothing where the route does not say. */
  readonly port?: number | string;
  /** Where the backend stands in the route. */
  readonly path: Path;
}

/** What brings requests from outside: an Ingress or an HTTPRoute. */
export interface Route {
  readonly object: ApiObject;
  readonly backends: readonly Backend[];
}

/** The AWS load balancer controller takes actions from annotations under this port name; no Service stands behind it. */
const ACTION_PORT = 'use-annotation';

/** The route that an object is, if it is one. */
export function routeOf(object: ApiObject): Route | undefined {
  const spec = objectOf(object.json.spec);
  if (object.kind === 'Ingress' && (object.group === 'networking.k8s.io' || object.group === 'extensions')) {
    return { object, backends: ingressBackends(object, spec) };
  }
  if (object.kind === 'HTTPRoute' && object.group === 'gateway.networking.k8s.io') {
    return { object, backends: httpRouteBackends(object, spec) };
  }
  return undefined;
}

function ingressBackends({ namespace }: ApiObject, spec: JsonObject): Backend[] {
  const backends = [
    // `backend` and `serviceName` are the spelling of extensions/v1beta1, which old charts still render.
    ingressBackend(spec.defaultBackend, namespace, ['spec', 'defaultBackend']),
    ingressBackend(spec.backend, namespace, ['spec', 'backend']),
    ...listOf(spec.rules).flatMap((rule, ruleIndex) =>
      listOf(objectOf(objectOf(rule).http).paths).map((path, pathIndex) =>
        ingressBackend(objectOf(path).backend, namespace, ['spec', 'rules', ruleIndex, 'http', 'paths', pathIndex, 'backend']),
      ),
    ),
  ];
  return backends.filter((backend) => backend !== undefined);
}

function ingressBackend(value: unknown, namespace: string, path: Path): Backend | undefined {
  const backend = objectOf(value);
  const service = objectOf(backend.service);
  const name = textOf(service.name) ?? textOf(backend.serviceName);
  const port = portOf(objectOf(service.port).number) ?? portOf(objectOf(service.port).name) ?? portOf(backend.servicePort);
  return name === undefined || port === ACTION_PORT ? undefined : { service: name, namespace, port, path };
}

function httpRouteBackends({ namespace }: ApiObject, spec: JsonObject): Backend[] {
  return listOf(spec.rules).flatMap((rule, ruleIndex) =>
    listOf(objectOf(rule).backendRefs)
      .map(objectOf)
      .flatMap((backend, index) => {
        const name = textOf(backend.name);
        const isService = (textOf(backend.kind) ?? 'Service') === 'Service' && (textOf(backend.group) ?? '') === '';
        return name !== undefined && isService
          ? [
              {
                service: name,
                namespace: textOf(backend.namespace) ?? namespace,
                port: integerOf(backend.port),
                path: ['spec', 'rules', ruleIndex, 'backendRefs', index],
              },
            ]
          : [];
      }),
  );
}

function portOf(value: unknown): number | string | undefined {
  return integerOf(value) ?? textOf(value);
}
