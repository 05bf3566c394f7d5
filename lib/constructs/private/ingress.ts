import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { SERVICE_PORT } from './ports';
import type { Route } from '../route';
import type { Tls } from '../tls';

/** Leads the hosts to the Service through an ingress controller. */
export function ingress(scope: Construct, service: kplus.Service, hosts: readonly string[], route: Route, tls?: Tls): kplus.Ingress {
  const { className, annotations } = route.ingressProps!;
  const backend = kplus.IngressBackend.fromService(service, { port: SERVICE_PORT });
  return new kplus.Ingress(scope, 'Ingress', {
    className,
    metadata: { annotations: { ...annotations } },
    rules: hosts.flatMap((host) => route.paths.map((path) => ({ host, path, pathType: kplus.HttpIngressPathType.PREFIX, backend }))),
    ...(tls?.atRoute && {
      tls: [{ hosts: [...hosts], ...(tls.secretName && { secret: kplus.Secret.fromSecretName(scope, 'Certificate', tls.secretName) }) }],
    }),
  });
}
