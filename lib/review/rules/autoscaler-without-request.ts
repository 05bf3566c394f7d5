import { objectInWords } from '../../manifest/api-object';
import { autoscalersOf, targetOf } from '../../manifest/autoscaler';
import { isObject, listOf, objectOf, textOf, type JsonObject } from '../../manifest/json';
import type { Rule } from '../rule';

export const autoscalerWithoutRequest: Rule = {
  id: 'autoscaler-without-request',
  model: 'capacity',
  severity: 'error',
  summary: 'An autoscaler measures against a request that a container does not have',
  doc: {
    why:
      'Utilization is usage divided by request. When one container of the pod has no request the autoscaler gets no number at all ' +
      'and never scales: FailedGetResourceMetric.',
    fix: 'Give every container of the pod a request for the resource, sidecars too, or use a ContainerResource metric.',
    judges:
      'HorizontalPodAutoscalers whose target is in the bundle, with a utilization of CPU or memory. A limit counts as the ' +
      'request, and so does what a LimitRange of the bundle ' +
      'fills in. An averageValue needs no request.',
    source: 'pkg/controller/podautoscaler/replica_calculator.go, calculatePodRequests',
  },
  *check(reading) {
    const workloads = new Map(reading.bundle.workloads.map((workload) => [workload.object, workload]));
    for (const autoscaler of autoscalersOf(reading.bundle)) {
      const target = targetOf(reading.bundle, autoscaler);
      const workload = target && workloads.get(target);
      for (const { resource, container: only } of workload ? utilizations(objectOf(autoscaler.object.json.spec)) : []) {
        const without = workload!.containers.filter(
          (container) =>
            (only === undefined || container.name === only) &&
            reading.container(workload!, container).resources[resource === 'cpu' ? 'cpuRequest' : 'memoryRequest'] === undefined,
        );
        if (without.length) {
          yield {
            object: workload!.object,
            container: without[0].name,
            path: without[0].path,
            message:
              `${objectInWords(autoscaler.object)} measures ${resource} utilization of ${objectInWords(workload!.object)}; ` +
              `container ${without.map(({ name }) => name).join(' and ')} requests no ${resource}`,
            consequence: 'the autoscaler gets no number and never scales',
            fix: `set resources.requests.${resource} in every container`,
          };
        }
      }
    }
  },
};

interface Utilization {
  readonly resource: string;
  /** The container, where only one is measured. */
  readonly container?: string;
}

function utilizations(spec: JsonObject): readonly Utilization[] {
  // `targetCPUUtilizationPercentage` is the spelling of autoscaling/v1.
  const old = spec.targetCPUUtilizationPercentage === undefined ? [] : [{ resource: 'cpu' }];
  return [
    ...old,
    ...listOf(spec.metrics)
      .map(objectOf)
      .flatMap((metric) => {
        const source = isObject(metric.containerResource) ? metric.containerResource : objectOf(metric.resource);
        const utilization = source.targetAverageUtilization ?? objectOf(source.target).averageUtilization;
        return (source.name === 'cpu' || source.name === 'memory') && utilization !== undefined
          ? [{ resource: source.name, container: textOf(source.container) }]
          : [];
      }),
  ];
}
