import { declaredTcpPorts } from '../../manifest/container';
import { servicePortInWords, targetNumber, type ServicePort } from '../../manifest/service';
import type { Cause, Evidence } from '../cause';
import { listeningOf } from '../listening';
import { questionOf } from '../probe-failure';
import type { PodState } from '../state/pod-state';
import type { Scene } from '../state/scene';
import { evidence, kubectl } from '../wording';

export const servicePortWrong: Cause = {
  id: 'service-port-wrong',
  link: 'service',
  severity: 'error',
  symptom: 'unavailable',
  summary: 'A Service sends requests to a port of the pod on which nothing listens',
  doc: {
    why:
      'The probe asks the port of the process, and the pod is ready; the Service sends to another number, and every connection ' +
      'is refused: ' +
      '502 from the ingress. A container port is documentation, so that nothing in the cluster objects.',
    fix: 'Let targetPort be the port of the process, best by its name.',
    judges:
      'A ready pod of one container whose process is known to listen on another port only; or whose readiness probe passes on ' +
      'another port, while the target is a number that ' +
      'the container does not declare. Pods of several containers are left alone.',
    source: 'k8s.io/endpointslice, utils.go, FindPort; pkg/proxy',
  },
  *see(state) {
    for (const service of state.bundle.services.filter(({ headless }) => !headless)) {
      for (const [scene, pods] of state.scenesBehind(service)) {
        const pod = pods.find(({ ready }) => ready);
        for (const port of pod ? service.ports : []) {
          const found = pod && mismatch(scene, pod, port);
          if (found) {
            yield {
              subject: service.object,
              message:
                `its ${servicePortInWords(port)} leads to ${found.number} of the pod, where nothing listens; the process is on ` +
                `${found.listens}`,
              evidence: [evidence(service.object, 'spec.ports', `targetPort ${String(port.target)}`), ...found.evidence],
              fix: `let targetPort be ${found.listens}`,
              next: kubectl(pod.object, 'port-forward', `pod/${pod.object.name}`, `8080:${found.number}`),
            };
          }
        }
      }
    }
  },
};

interface Mismatch {
  readonly number: number;
  readonly listens: number;
  readonly evidence: readonly Evidence[];
}

function mismatch(scene: Scene, pod: PodState, port: ServicePort): Mismatch | undefined {
  const number = targetNumber(port, pod.workload);
  const [container, second] = pod.workload.containers;
  const state = pod.containers.find(({ name }) => name === container?.name);
  if (number === undefined || port.protocol !== 'TCP' || second || !state) {
    return undefined;
  }
  const listening = listeningOf(scene, pod, state);
  if (listening) {
    const probed = [container.readiness, container.liveness].some(
      (probe) => probe?.handler && 'port' in probe.handler && probe.handler.port === number,
    );
    return listening.port !== number && !probed ? { number, listens: listening.port, evidence: [listening.evidence] } : undefined;
  }
  const handler = container.readiness?.handler;
  const asked = handler && 'port' in handler ? handler.port : undefined;
  const declared = declaredTcpPorts(container);
  const probed = typeof asked === 'string' ? declared.find(({ name }) => name === asked)?.number : asked;
  return probed !== undefined && probed !== number && declared.length > 0 && !declared.some((each) => each.number === number)
    ? {
        number,
        listens: probed,
        evidence: [evidence(pod.object, 'condition Ready', `True: ${questionOf(container.readiness!)} is answered`)],
      }
    : undefined;
}
