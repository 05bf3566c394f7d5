import { objectInWords } from '../../manifest/api-object';
import type { Rule } from '../rule';

export const memoryUnlimited: Rule = {
  id: 'memory-unlimited',
  model: 'capacity',
  severity: 'warning',
  summary: 'A container that serves users has no memory limit',
  doc: {
    why:
      'A leak, or a pool that grows under load, then takes the memory of the node, and the kernel or the kubelet chooses what ' +
      'dies: often a neighbour.',
    fix: 'Set resources.limits.memory to what the pool weighs under load, and as much as the request.',
    judges:
      'Containers of workloads behind a Service for users. What a LimitRange of the bundle or the resources of the pod fill in counts.',
    source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      for (const container of workload.finite || reading.of(workload).servicesForUsers.length === 0 ? [] : workload.containers) {
        if (reading.container(workload, container).resources.memoryLimit === undefined) {
          yield {
            object: workload.object,
            container: container.name,
            path: [...container.path, ...('resources' in container.json ? ['resources'] : [])],
            message: `container ${container.name} of ${objectInWords(workload.object)} has no memory limit`,
            consequence: 'when it grows, the node runs out of memory, and its neighbours may be killed first',
            fix: 'set resources.limits.memory',
          };
        }
      }
    }
  },
};
