import { ApiObject } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Rejection } from '../../props/rejection';
import type { IngressAccess } from '../ingress-access';
import type { Metrics } from '../metrics';
import type { AutoscalingProps } from '../replicas';
import type { Route } from '../route';
import type { Tls } from '../tls';

/** The objects that keep a Deployment company, each from plain values. */

export const SERVICE_PORT = 80;
export const WEB_PORT_NAME = 'http';
export const METRICS_PORT_NAME = 'metrics';

type Labels = Record<string, string>;

/** One pod at a time may be drained; a pod that is broken anyway never blocks a drain. */
export function disruptionBudget(scope: Construct, matchLabels: Labels): ApiObject {
  return new ApiObject(scope, 'DisruptionBudget', {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
  });
}

export function autoscaler(scope: Construct, deployment: kplus.Deployment, { min, max, cpuPercent }: AutoscalingProps): ApiObject {
  return new ApiObject(scope, 'Autoscaler', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    spec: {
      minReplicas: min,
      maxReplicas: max,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: deployment.name },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: cpuPercent } } }],
    },
  });
}

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

export function networkPolicy(scope: Construct, matchLabels: Labels, access: IngressAccess, metrics?: Metrics): ApiObject {
  const from = (namespace: string, port: string) => ({
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }],
    ports: [{ protocol: 'TCP', port }],
  });
  if (metrics && !access.metricsFrom) {
    throw new Rejection(
      'metrics with access for the ingress controller only',
      'Prometheus would be shut out',
      "name its namespace: IngressAccess.fromNamespace('ingress-nginx', { metricsFrom: 'monitoring' })",
    );
  }
  if (access.metricsFrom && !metrics) {
    throw new Rejection(
      `metricsFrom '${access.metricsFrom}' without metrics`,
      'there is nothing to admit Prometheus to',
      'give metrics, or leave metricsFrom out',
    );
  }
  return new ApiObject(scope, 'NetworkPolicy', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    spec: {
      podSelector: { matchLabels },
      policyTypes: ['Ingress'],
      ingress: [
        from(access.namespace, WEB_PORT_NAME),
        ...(access.metricsFrom && metrics ? [from(access.metricsFrom, metrics.port ? METRICS_PORT_NAME : WEB_PORT_NAME)] : []),
      ],
    },
  });
}

export function serviceMonitor(scope: Construct, serviceLabels: Labels, metrics: Metrics): ApiObject {
  return new ApiObject(scope, 'ServiceMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    spec: {
      selector: { matchLabels: serviceLabels },
      endpoints: [{ port: metrics.port ? METRICS_PORT_NAME : WEB_PORT_NAME, path: metrics.path }],
    },
  });
}
