import type { Json } from '../../synthesis/json';
import type { LimitNumbers } from '../../workers/pool-numbers';
import { parseQuantity } from '../../conventions/quantity';
import { Rejection } from '../../props/rejection';

/**
 * What a container may use, as its workload says it.
 *
 * @throws for what is no quantity
 */
export function limitsOf(container: Json, spec: Json): LimitNumbers {
  const { limits = {}, requests = {} } = container.resources ?? {};
  const unlimited = limits.memory === undefined && requests.memory !== undefined;
  return {
    memory: quantityOf(container, 'memory', '1Gi'),
    assumptions: unlimited ? [`container '${container.name}' states no memory limit: planned for its request of ${requests.memory}`] : [],
    reserved: onMemory(container, spec),
    cpus: quantityOf(container, 'cpu', '500m'),
  };
}

/** Of a resource, the limit or else the request; `undefined` when neither is stated. */
function quantityOf({ name, resources }: Json, resource: string, example: string): number | undefined {
  const stated = resources?.limits?.[resource] ?? resources?.requests?.[resource];
  const quantity = parseQuantity(stated);
  if (stated !== undefined && quantity === undefined) {
    throw new Rejection(`${resource} '${stated}' of container '${name}'`, 'it is no Kubernetes quantity', `write one such as '${example}'`);
  }
  return quantity;
}

/** Bytes of the memory-backed volumes that the container mounts: what is written there counts against its limit. */
function onMemory({ volumeMounts = [] }: Json, { volumes = [] }: Json): number {
  return volumes
    .filter(({ name, emptyDir }: Json) => emptyDir?.medium === 'Memory' && volumeMounts.some((mount: Json) => mount.name === name))
    .reduce((sum: number, { emptyDir }: Json) => sum + (parseQuantity(emptyDir.sizeLimit) ?? 0), 0);
}
