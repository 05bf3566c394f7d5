import { mayShareNamespace } from './api-object';
import type { Bundle } from './bundle';
import type { Container } from './container';
import { listOf, objectOf } from './json';
import { parseQuantity } from '../conventions/quantity';
import type { Workload } from './workload';

/** What a container may use and is promised: bytes of memory, CPUs. */
export interface Resources {
  readonly memoryLimit?: number;
  readonly memoryRequest?: number;
  readonly cpuLimit?: number;
  readonly cpuRequest?: number;
}

/**
 * The resources of a container: its own, else what a LimitRange of its namespace fills in, else those of the pod. A limit
 * without a request is the request as well (`pkg/apis/core/v1/defaults.go`, `SetDefaults_Pod`).
 */
export function resourcesOf(bundle: Bundle, workload: Workload, { json }: Container): Resources {
  const own = objectOf(json.resources);
  const pod = objectOf(workload.podSpec.resources);
  const ranges = bundle
    .ofKind('', 'LimitRange')
    .filter(({ namespace }) => mayShareNamespace(namespace, workload.object.namespace))
    .flatMap((range) => listOf(objectOf(range.json.spec).limits).map(objectOf))
    .filter(({ type }) => type === 'Container');
  const first = (resource: string, ...sources: unknown[]) => {
    for (const source of sources) {
      const amount = parseQuantity(objectOf(source)[resource]);
      if (amount !== undefined) {
        return amount;
      }
    }
    return undefined;
  };
  const limit = (resource: string) => first(resource, own.limits, ...ranges.map((range) => range.default), pod.limits);
  const request = (resource: string) =>
    first(
      resource,
      own.requests,
      own.limits,
      ...ranges.flatMap((range) => [range.defaultRequest, range.default]),
      pod.requests,
      pod.limits,
    );
  return { memoryLimit: limit('memory'), memoryRequest: request('memory'), cpuLimit: limit('cpu'), cpuRequest: request('cpu') };
}
