import { declaredTcpPorts, probesOf } from '../../manifest/container';
import { probedPort, probedPortPath } from '../../manifest/probe';
import { isKnown } from '../../application/process/setting';
import { running } from '../pool';
import { hasWitness } from '../port-witness';
import type { Rule } from '../rule';

export const probePortUndeclared: Rule = {
  id: 'probe-port-undeclared',
  model: 'chain',
  severity: 'warning',
  summary: 'A probe asks a number that the pod does not declare, though its container declares others',
  doc: {
    why:
      'A declaration is not needed to listen, but an author who declared 8000 and probes 8080 usually mistyped one of them, and ' +
      'then the probe fails for ever.',
    fix: 'Find out on which of them the process listens; then ask that one, best by its name, and declare it.',
    judges:
      'Ports by number, when the container declares TCP ports and no container of the pod declares this one. Where the process ' +
      'says where it listens, ' +
      'port-disagreement judges. A probe with a host of its own asks elsewhere. It is silent where anything else says the same ' +
      'number: another probe, a Service, the command line, the environment, a mounted ConfigMap, or what is known of the program ' +
      '(10254 of ingress-nginx, 15021 of Istio).',
    source: 'pkg/probe/util.go, ResolveContainerPort',
  },
  *check(reading) {
    for (const { workload, container, process, reading: own } of running(reading)) {
      const declared = declaredTcpPorts(container).map(({ number }) => number);
      const all = workload.containers.flatMap(declaredTcpPorts).map(({ number }) => number);
      for (const probe of declared.length && !isKnown(process.listeners) ? probesOf(container) : []) {
        const port = probedPort(probe);
        if (
          typeof port !== 'number' ||
          all.includes(port) ||
          (probe.handler && 'host' in probe.handler && probe.handler.host) ||
          hasWitness(own, port, probe)
        ) {
          continue;
        }
        yield {
          object: workload.object,
          container: container.name,
          path: probedPortPath(probe),
          message: `the ${probe.role} probe asks ${port}; container ${container.name} declares ${declared.join(', ')}`,
          consequence:
            `if nothing listens on ${port}, ` +
            `${probe.role === 'readiness' ? 'the pod never becomes ready' : 'the container is restarted again and again'}`,
          fix: `find out where the process listens: declare ${port} if it is there, and ask ${declared.join(' or ')} if not`,
        };
      }
    }
  },
};
