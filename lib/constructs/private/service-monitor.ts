import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { METRICS_PORT_NAME, WEB_PORT_NAME } from './ports';
import type { Metrics } from '../metrics';

/** Tells the Prometheus operator where the metrics are. */
export function serviceMonitor(scope: Construct, serviceLabels: Record<string, string>, metrics: Metrics): ApiObject {
  return new ApiObject(scope, 'ServiceMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    spec: {
      selector: { matchLabels: serviceLabels },
      endpoints: [{ port: metrics.port ? METRICS_PORT_NAME : WEB_PORT_NAME, path: metrics.path }],
    },
  });
}
