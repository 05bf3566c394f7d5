import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { METRICS_PORT_NAME, WEB_PORT_NAME } from './ports';
import type { IngressAccess } from '../ingress-access';
import type { Metrics } from '../metrics';
import { Rejection } from '../../props/rejection';

/** Admits the ingress controller to the web port and Prometheus to the metrics, and nobody else. */
export function networkPolicy(scope: Construct, matchLabels: Record<string, string>, access: IngressAccess, metrics?: Metrics): ApiObject {
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
