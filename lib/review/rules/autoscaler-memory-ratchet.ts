import { objectInWords, type ApiObject } from '../../manifest/api-object';
import { autoscalersOf, targetOf } from '../../manifest/autoscaler';
import { listOf, objectOf, textOf } from '../../manifest/json';
import { running, type Running } from '../pool';
import type { Rule } from '../rule';

export const autoscalerMemoryRatchet: Rule = {
  id: 'autoscaler-memory-ratchet',
  model: 'capacity',
  severity: 'warning',
  summary: 'An autoscaler looks at memory that its pods do not give back',
  doc: {
    why:
      'Processes of Python, Ruby and Node keep the memory that they once had, and each pod needs its own from the start, with or without ' +
      'requests. More pods do not lower the average: the autoscaler climbs after a busy hour, up to its maximum, and stays.',
    fix: 'Scale by CPU or by requests (a metric of the queue, of busy workers), and size memory for one full pod.',
    judges:
      'HorizontalPodAutoscalers with a metric of memory by utilization or by value over a workload with a container that is known to run ' +
      'gunicorn, uvicorn, puma, Celery, node or another server. What is not known to be one is left alone.',
    source: 'rhesis PR 2407; docs/facts.md, "Memory of a gunicorn pool"; https://docs.python.org/3/c-api/memory.html',
  },
  *check(reading) {
    const pools = new Map<ApiObject, Running>();
    for (const each of running(reading)) {
      if (each.process.settings && /^(web|worker)$/.test(each.process.settings.role)) {
        pools.set(each.workload.object, pools.get(each.workload.object) ?? each);
      }
    }
    for (const autoscaler of autoscalersOf(reading.bundle)) {
      const target = targetOf(reading.bundle, autoscaler);
      const pool = target && pools.get(target);
      const metrics = listOf(objectOf(autoscaler.object.json.spec).metrics).map(objectOf);
      const index = metrics.findIndex((metric) => isMemory(metric, pool?.container.name));
      if (pool && index >= 0 && (autoscaler.most ?? 2) > autoscaler.least) {
        yield {
          object: autoscaler.object,
          path: ['spec', 'metrics', index],
          message:
            `${objectInWords(autoscaler.object)} scales ${objectInWords(pool.workload.object)} by its memory, which processes of ` +
            `${pool.process.settings?.server ?? 'this server'} keep`,
          consequence: `after a busy hour it stays at its maximum${autoscaler.most === undefined ? '' : ` of ${autoscaler.most} pods`}`,
          fix: 'scale by CPU or by requests',
        };
      }
    }
  },
};

function isMemory({ type, resource, containerResource }: Readonly<Record<string, unknown>>, container?: string): boolean {
  const { name } = objectOf(resource);
  const own = objectOf(containerResource);
  return (
    (type === 'Resource' && textOf(name) === 'memory') ||
    (type === 'ContainerResource' && textOf(own.name) === 'memory' && (container === undefined || own.container === container))
  );
}
