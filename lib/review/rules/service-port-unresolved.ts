import { objectInWords } from '../../manifest/api-object';
import { namedPort, servicePortInWords, type ServicePort } from '../../manifest/service';
import type { Workload } from '../../manifest/workload';
import type { Edit } from '../fix/edit';
import type { Rule } from '../rule';

export const servicePortUnresolved: Rule = {
  id: 'service-port-unresolved',
  model: 'chain',
  severity: 'error',
  summary: 'A Service targets a named port that no container of its pods declares with that name and protocol',
  doc: {
    why:
      'The endpoints controller looks the name up in every pod. Where it finds none the pod is listed without that port, so the ' +
      'Service has nowhere to send ' +
      'the request, although the pod is ready.',
    fix: 'Give the container port that name (and the protocol of the Service port), or target the number.',
    judges:
      'Names only; a number needs no declaration. Reported when none of the selected workloads declares the name: where one ' +
      'does, the others may be of another ' +
      'version. Sidecars (restartable init containers) count. A headless Service to which no route leads translates no ports and ' +
      'is left alone, and so is a ' +
      'pod template without containers (a Rollout with a workloadRef) or into which a mesh injects some.',
    edits: 'Targets the only port that the pods declare for the protocol. Certain: today nothing is reached through the Service port.',
    source: 'k8s.io/endpointslice, utils.go, FindPort',
  },
  *check({ bundle }) {
    for (const service of bundle.services) {
      const workloads = bundle.workloadsBehind(service);
      if (
        workloads.length === 0 ||
        (service.headless && bundle.routesTo(service).length === 0) ||
        workloads.some((workload) => workload.containers.length === 0 || isInjected(workload))
      ) {
        continue;
      }
      for (const port of service.ports) {
        // A name made of digits is refused by the API server: port-invalid speaks of it.
        if (typeof port.target !== 'string' || /^\d+$/.test(port.target) || workloads.some((workload) => namedPort(port, workload))) {
          continue;
        }
        yield {
          object: service.object,
          path: port.targetPath,
          message:
            `Service ${service.object.name} sends ${servicePortInWords(port)} to the ${port.protocol} port named ${port.target}; ` +
            `${objectInWords(workloads[0].object)} declares ${declared(workloads[0])}`,
          consequence: 'its endpoints lack this port: every request to it fails although the pods are ready',
          edits: onlyPortEdits(port, workloads),
          fix: otherProtocol(port, workloads[0]) ?? `name a container port ${port.target}, or target a port that is declared`,
        };
      }
    }
  },
};

/** Istio and Linkerd say so on the pod template. */
function isInjected({ labels, annotations }: Workload): boolean {
  return [labels, annotations].some((map) => map.get('sidecar.istio.io/inject') === 'true' || map.get('linkerd.io/inject') === 'enabled');
}

function declared({ containers }: Workload): string {
  const ports = containers
    .flatMap(({ ports: own }) => own)
    .map(({ name, number, protocol }) => `${name ?? 'unnamed'} (${number ?? '?'}/${protocol})`);
  return ports.join(', ') || 'no ports';
}

function onlyPortEdits({ protocol, targetPath }: ServicePort, workloads: readonly Workload[]): readonly Edit[] | undefined {
  const numbers = workloads.map(({ containers }) => containers.flatMap(({ ports }) => ports).filter((port) => port.protocol === protocol));
  const [first] = numbers[0];
  const isOnly = numbers.every((ports) => ports.length === 1 && ports[0].number === first.number && ports[0].name === first.name);
  const value = isOnly ? (first.name ?? first.number) : undefined;
  return value === undefined ? undefined : [{ path: targetPath, value }];
}

function otherProtocol({ target, protocol }: ServicePort, { containers }: Workload): string | undefined {
  const port = containers.flatMap(({ ports }) => ports).find(({ name }) => name === target);
  return port && `the container port ${port.name} is ${port.protocol} and the Service port ${protocol}: make them the same`;
}
