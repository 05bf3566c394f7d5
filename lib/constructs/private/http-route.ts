import { ApiObject } from 'cdk8s';
import type * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { SERVICE_PORT } from './ports';
import type { Route } from '../route';

/** Leads the hosts to the Service through a Gateway. */
export function httpRoute(scope: Construct, service: kplus.Service, hosts: readonly string[], route: Route): ApiObject {
  const { gateway, gatewayNamespace, listener } = route.gatewayProps!;
  return new ApiObject(scope, 'HttpRoute', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    spec: {
      parentRefs: [{ name: gateway, ...(gatewayNamespace && { namespace: gatewayNamespace }), ...(listener && { sectionName: listener }) }],
      hostnames: [...hosts],
      rules: [
        {
          matches: route.paths.map((value) => ({ path: { type: 'PathPrefix', value } })),
          backendRefs: [{ name: service.name, port: SERVICE_PORT }],
        },
      ],
    },
  });
}
