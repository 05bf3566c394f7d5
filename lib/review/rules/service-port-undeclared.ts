import type { Reading } from '../../reading/reading';
import { objectInWords } from '../../manifest/api-object';
import { declaredTcpPorts } from '../../manifest/container';
import { isKnown } from '../../application/process/setting';
import { servicePortInWords } from '../../manifest/service';
import type { Workload } from '../../manifest/workload';
import { hasWitness } from '../port-witness';
import type { Rule } from '../rule';

export const servicePortUndeclared: Rule = {
  id: 'service-port-undeclared',
  model: 'chain',
  severity: 'warning',
  summary: 'A Service targets a number that the pods do not declare, though they declare others',
  doc: {
    why:
      'A declaration is not needed to listen, but an author who declared 8000 and targets 8080 usually mistyped one of them, and ' +
      'then every connection is refused.',
    fix: 'Target the declared port, best by its name, or declare the one that is meant.',
    judges:
      'TCP ports by number, when the pods declare TCP ports and none of the ports of the Service is among them. Where the ' +
      'process says where it listens, ' +
      'port-disagreement judges. Headless Services translate no ports.',
    source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  },
  *check(reading) {
    for (const service of reading.bundle.services) {
      const workloads = reading.bundle.workloadsBehind(service);
      const declared = [
        ...new Set(workloads.flatMap(({ containers }) => containers.flatMap(declaredTcpPorts).map(({ number }) => number))),
      ];
      const [port] = service.ports.filter(({ protocol, target }) => protocol === 'TCP' && typeof target === 'number');
      if (
        !port ||
        service.headless ||
        declared.length === 0 ||
        service.ports.some(({ target }) => typeof target === 'string' || declared.includes(target)) ||
        workloads.some((workload) => listensKnown(reading, workload, port.target as number))
      ) {
        continue;
      }
      yield {
        object: service.object,
        path: port.targetPath,
        message:
          `Service ${service.object.name} sends ${servicePortInWords(port)} to ${port.target}; ${objectInWords(workloads[0].object)} ` +
          `declares ${declared.join(', ')}`,
        consequence: `if nothing listens on ${port.target}, every connection is refused`,
        fix: `find out where the process listens: declare ${port.target} if it is there, and target ${declared.join(' or ')} if not`,
      };
    }
  },
};

/** Whether it is known where its processes listen, or something else than the Service names the port. */
function listensKnown(reading: Reading, workload: Workload, port: number): boolean {
  return reading.of(workload).containers.some((each) => isKnown(each.process.listeners) || hasWitness(each, port));
}
