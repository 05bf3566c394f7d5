import { objectInWords } from '../../manifest/api-object';
import type { Rule } from '../rule';

export const cpuUnrequested: Rule = {
  id: 'cpu-unrequested',
  model: 'capacity',
  severity: 'warning',
  summary: 'A container that serves users has no CPU request',
  doc: {
    why:
      'Without a request it gets the least share when the node is busy. Boot takes many times as long and probes of 1 s fail, on ' +
      'one node and not on another.',
    fix: 'Set resources.requests.cpu to what it uses at an ordinary hour.',
    judges:
      'Containers of workloads behind a Service for users. A limit counts as the request, and so does what a LimitRange of the ' +
      'bundle or the resources of the pod fill in.',
    source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      for (const container of workload.finite || reading.of(workload).servicesForUsers.length === 0 ? [] : workload.containers) {
        if (reading.container(workload, container).resources.cpuRequest === undefined) {
          yield {
            object: workload.object,
            container: container.name,
            path: [...container.path, ...('resources' in container.json ? ['resources'] : [])],
            message: `container ${container.name} of ${objectInWords(workload.object)} requests no CPU`,
            consequence: 'on a busy node it boots slowly and fails its probes',
            fix: 'set resources.requests.cpu',
          };
        }
      }
    }
  },
};
