import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads } from '../../manifest/autoscaler';
import { listOf, objectOf } from '../../manifest/json';
import { pools } from '../pool';
import type { Rule } from '../rule';

export const autoscalerBlindToPool: Rule = {
  id: 'autoscaler-blind-to-pool',
  model: 'capacity',
  severity: 'info',
  summary: 'An autoscaler looks at CPU and memory only, and the pool fills up without either',
  doc: {
    why:
      'Workers that wait for a slow database use no CPU. All of them are taken, requests queue, probes fail, and the autoscaler ' +
      'sees an idle pod.',
    fix: 'Add a metric of the queue or of the requests in flight.',
    judges:
      'HorizontalPodAutoscalers whose metrics are all CPU and memory, on a workload that is known to run gunicorn with sync or ' +
      'gthread workers.',
    source: 'facts, "The worker pool and the probes share one queue"',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const {
      workload,
      gunicorn: { workerClass },
    } of pools(reading)) {
      const autoscaler = scaled.get(workload.object);
      const kinds = listOf(objectOf(autoscaler?.object.json.spec).metrics).map((metric) => objectOf(metric).type);
      if (
        !autoscaler ||
        autoscaler.object.kind !== 'HorizontalPodAutoscaler' ||
        (workerClass.value !== 'sync' && workerClass.value !== 'gthread') ||
        kinds.some((kind) => kind !== 'Resource' && kind !== 'ContainerResource')
      ) {
        continue;
      }
      yield {
        object: autoscaler.object,
        path: ['spec', ...(kinds.length ? ['metrics'] : [])],
        message:
          `${objectInWords(autoscaler.object)} sees CPU and memory only; the ${workerClass.value} workers of ${objectInWords(workload.object)} ` +
          'may all be taken while they wait',
        consequence: 'requests queue and probes fail while the autoscaler sees idle pods',
        fix: 'add a metric of requests in flight or of the queue',
      };
    }
  },
};
