import { objectInWords } from '../../manifest/api-object';
import { declaredTcpPorts } from '../../manifest/container';
import { targetNumber, type Service } from '../../manifest/service';
import type { Workload } from '../../manifest/workload';
import type { Rule } from '../rule';

export const serviceSelectsSeveral: Rule = {
  id: 'service-selects-several',
  model: 'chain',
  severity: 'warning',
  summary: 'A Service selects the pods of several workloads',
  doc: {
    why:
      'Requests are spread over all pods that match. A worker, a Job or a cache with the same labels gets its share of them and ' +
      'refuses it: errors that come and go.',
    fix: 'Give each workload a label of its own (app.kubernetes.io/component) and select it.',
    judges:
      'Services with a cluster address. A Pod that runs to its end, as `helm test` starts them, does not count. When every selected ' +
      'workload declares the targeted port it is information: a canary, blue and green.',
    source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  },
  *check({ bundle }) {
    for (const service of bundle.services) {
      const workloads = bundle.workloadsBehind(service).filter(({ object, finite }) => !(finite && object.kind === 'Pod'));
      if (workloads.length < 2 || service.headless) {
        continue;
      }
      const others = workloads.filter((workload) => !serves(service, workload));
      yield {
        object: service.object,
        path: ['spec', 'selector'],
        severity: others.length ? undefined : 'info',
        message:
          `Service ${service.object.name} selects ${workloads.map(({ object }) => objectInWords(object)).join(' and ')}` +
          `${others.length ? `; ${others.map(({ object }) => objectInWords(object)).join(' and ')} does not declare its port` : ''}`,
        consequence: others.length ? 'a share of the requests goes to pods that do not serve them' : 'requests are spread over all of them',
        fix: 'select a label that only the meant pods have',
      };
    }
  },
};

function serves({ ports }: Service, workload: Workload): boolean {
  return (
    !workload.finite &&
    ports.every((port) => {
      const number = targetNumber(port, workload);
      return (
        port.protocol !== 'TCP' ||
        workload.containers.some((container) => declaredTcpPorts(container).some((declared) => declared.number === number))
      );
    })
  );
}
