import { ApiObject, App } from 'cdk8s';
import { originalOf } from './amendment';
import type { Json } from './json';
import { templateOf } from './pod-template';
import { equalitySelectorOf, selects } from '../manifest/label-selector';
import { textMapOf } from '../manifest/json';

/**
 * Those of the workloads that a Service of the same app sends users to, as far as both are written down: before any mixin, which
 * changes neither. A workload that cannot be rendered yet is not among them.
 */
export function servedWorkloads(workloads: readonly ApiObject[]): ApiObject[] {
  const selectors = workloads.length ? servicesOf(workloads[0]).map((service) => ({ service, selector: selectorOf(service) })) : [];
  return workloads.filter((workload) => {
    const labels = textMapOf(templateOf(rendered(workload)).metadata?.labels);
    return selectors.some(
      ({ service, selector }) =>
        selector.length > 0 && service.metadata.namespace === workload.metadata.namespace && selects(selector, labels),
    );
  });
}

function servicesOf(object: ApiObject): ApiObject[] {
  return App.of(object)
    .node.findAll()
    .filter((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === 'Service' && one.apiVersion === 'v1');
}

function selectorOf(service: ApiObject) {
  return equalitySelectorOf(rendered(service).spec?.selector);
}

function rendered(object: ApiObject): Json {
  try {
    return originalOf(object);
  } catch {
    return {};
  }
}
