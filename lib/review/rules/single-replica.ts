import { objectInWords } from '../../manifest/api-object';
import { autoscaledWorkloads, fewestPods } from '../../manifest/autoscaler';
import type { Rule } from '../rule';

export const singleReplica: Rule = {
  id: 'single-replica',
  model: 'clock',
  severity: 'info',
  summary: 'One pod serves a route',
  doc: {
    why:
      'When its node fails, nobody is served until the pod has been given up (5 minutes by default), scheduled elsewhere and ' +
      'booted. A restart is an outage as well.',
    fix: 'Run 2 replicas, if the application can.',
    judges: 'Workloads with 1 replica, or an autoscaler that may leave 1, to which a route of the bundle or a LoadBalancer leads.',
    source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-based-evictions',
  },
  *check(reading) {
    const scaled = autoscaledWorkloads(reading.bundle);
    for (const workload of reading.bundle.workloads) {
      if (workload.finite || fewestPods(workload, scaled) !== 1 || !reading.of(workload).routed) {
        continue;
      }
      const autoscaler = scaled.get(workload.object);
      yield {
        object: workload.object,
        path: 'replicas' in Object(workload.object.json.spec) ? ['spec', 'replicas'] : ['spec'],
        message:
          `${objectInWords(workload.object)} serves a route with one ` +
          `pod${autoscaler ? ` (the fewest that ${objectInWords(autoscaler.object)} leaves)` : ''}`,
        consequence: 'every restart of it, and every failure of its node, is an outage',
        fix: 'run 2 replicas',
      };
    }
  },
};
