import { probePortNumber, probesOf, type Container } from '../../manifest/container';
import { probedPort, probedPortPath } from '../../manifest/probe';
import type { Rule } from '../rule';

export const probePortUnresolved: Rule = {
  id: 'probe-port-unresolved',
  model: 'chain',
  severity: 'error',
  summary: 'A probe asks a named port that its container does not declare',
  doc: {
    why:
      'The kubelet looks the name up in the probed container alone. Where it is not declared every attempt fails: a readiness ' +
      'probe keeps the pod out of the ' +
      'endpoints for ever, a liveness or startup probe restarts it for ever.',
    fix: 'Declare a port of that name in the same container, or ask the number.',
    judges: 'Every probe with a port name, in containers and in sidecars. A name of digits is the number, as for the kubelet.',
    edits: 'Asks the only port of the container, or the number of the port of the other container. Certain: today the probe always fails.',
    source: 'pkg/probe/util.go, ResolveContainerPort and findPortByName',
  },
  *check({ bundle }) {
    for (const workload of bundle.workloads) {
      for (const container of workload.containers) {
        for (const probe of probesOf(container)) {
          const port = probedPort(probe);
          if (
            typeof port !== 'string' ||
            port === '' ||
            probe.handler?.kind === 'grpc' ||
            probePortNumber(container, port) !== undefined ||
            container.ports.some(({ name }) => name === port)
          ) {
            continue;
          }
          const elsewhere = workload.containers.find(({ ports }) => ports.some(({ name }) => name === port));
          const value = insteadOf(port, container, elsewhere);
          const names = container.ports.map(({ name, number }) => name ?? number).join(', ') || 'no ports';
          yield {
            object: workload.object,
            container: container.name,
            path: probedPortPath(probe),
            message:
              `the ${probe.role} probe asks port ${port}; container ${container.name} declares ${names}` +
              `${elsewhere ? `, and the kubelet does not look into container ${elsewhere.name}, which declares ${port}` : ''}`,
            consequence:
              probe.role === 'readiness' ? 'the pod never becomes ready and gets no traffic' : 'the container is restarted again and again',
            edits: value === undefined ? undefined : [{ path: probedPortPath(probe), value }],
            fix: elsewhere ? 'ask the number' : `name a port of this container ${port}, or ask one that it declares`,
          };
        }
      }
    }
  },
};

/** The port that was meant, where there is only one that it can be. */
function insteadOf(name: string, { ports }: Container, elsewhere: Container | undefined): string | number | undefined {
  const there = elsewhere?.ports.find((port) => port.name === name);
  const [first, second] = ports.filter(({ protocol }) => protocol === 'TCP');
  return there ? there.number : second ? undefined : (first?.name ?? first?.number);
}
