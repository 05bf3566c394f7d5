import { ApiObject, Names } from 'cdk8s';
import type { Construct } from 'constructs';
import { METRICS_PORT_NAME, WEB_PORT_NAME } from './ports';
import type { Metrics } from '../metrics';

const ADDRESS = 'cdk8s.io/metadata.addr';

/**
 * Tells the Prometheus operator where the metrics are. The Service gets a label of its own to be found by: the usual labels are the
 * same for a service of the same id in another chart, and one monitor would scrape the other's pods as its own.
 */
export function serviceMonitor(scope: Construct, service: ApiObject, metrics: Metrics): ApiObject {
  const address = Names.toLabelValue(service);
  service.metadata.addLabel(ADDRESS, address);
  return new ApiObject(scope, 'ServiceMonitor', {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'ServiceMonitor',
    spec: {
      selector: { matchLabels: { [ADDRESS]: address } },
      endpoints: [{ port: metrics.port ? METRICS_PORT_NAME : WEB_PORT_NAME, path: metrics.path }],
    },
  });
}
