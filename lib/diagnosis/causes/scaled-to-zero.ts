import type { Cause } from '../cause';
import { evidence, kubectl } from '../wording';

export const scaledToZero: Cause = {
  id: 'scaled-to-zero',
  link: 'workload',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'A workload that a Service sends requests to is scaled to zero',
  doc: {
    why: 'Somebody, or an autoscaler, asked for no pods. The Service and its route stay, and answer with 503.',
    fix: 'kubectl scale --replicas=2; see what scaled it down.',
    judges:
      'A workload behind a Service with spec.replicas 0. One that KEDA scales from zero on purpose is left alone, and so is ' +
      'one of which another workload has pods behind the same Service.',
    source: 'k8s.io/api/apps/v1, DeploymentSpec.Replicas',
  },
  *see(state) {
    const woken = new Set(
      state.bundle.ofKind('keda.sh', 'ScaledObject').map(({ namespace, json }) => `${namespace}/${JSON.stringify(json.spec)}`),
    );
    for (const { object, workload, services, reading } of state.scenes) {
      const kept = [...woken].some((target) => target.startsWith(`${object.namespace}/`) && target.includes(JSON.stringify(object.name)));
      const served = services.some((service) => state.podsBehind(service).length > 0);
      if (workload.replicas === 0 && object.kind !== 'ReplicaSet' && reading.servicesForUsers.length > 0 && !kept && !served) {
        yield {
          subject: object,
          message: `it is scaled to 0, and Service ${services[0].object.name} has no pods to send requests to`,
          evidence: [evidence(object, 'spec.replicas', '0')],
          fix: 'scale it up, and see what scaled it down',
          next: kubectl(object, 'scale', `${object.kind.toLowerCase()}/${object.name}`, '--replicas=2'),
        };
      }
    }
  },
};
