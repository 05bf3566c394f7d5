import type { ApiObject } from '../../manifest/api-object';
import type { Container } from '../../manifest/container';
import { listOf, objectOf, type JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import { portNameFault, portNumberFault, portReferenceFault, protocolFault } from '../../manifest/port-syntax';
import type { Service } from '../../manifest/service';
import type { Observation, Rule } from '../rule';

export const portInvalid: Rule = {
  id: 'port-invalid',
  model: 'chain',
  severity: 'error',
  summary: 'A port that the API server refuses',
  doc: {
    why: 'The API server refuses the whole object, so what runs stays what it was before.',
    fix: 'Use whole numbers from 1 to 65535 without quotes, and names of at most 15 lower-case letters, digits and dashes, each once.',
    judges: 'Container ports and Service ports: numbers, names, protocols, names given twice, and the names that a Service of several ports needs. A targetPort '
      + 'in quotes ("8080") is a name without a letter. Numbers that the API server fills in may be missing.',
    amends: 'Takes the quotes off a port number. Certain: the API server refuses the text, and the number in it is the only thing that can be meant.',
    source: 'pkg/apis/core/validation/validation.go, validateContainerPorts, validateServicePort, ValidatePortNumOrName',
  },
  * check(bundle) {
    for (const { object, containers, initContainers } of bundle.workloads) {
      for (const container of [...containers, ...initContainers]) {
        yield* containerPortFaults(object, container);
      }
    }
    for (const service of bundle.services) {
      yield* servicePortFaults(service);
    }
  },
};

function* containerPortFaults(object: ApiObject, container: Container): Iterable<Observation> {
  const names = new Set<unknown>();
  for (const { path } of container.ports) {
    const port = objectOf(listOf(container.json.ports)[path[path.length - 1] as number]);
    const at = { object, container: container.name };
    yield* fault({ ...at, path: [...path, 'containerPort'] }, 'containerPort', port.containerPort, portNumberFault(port.containerPort));
    yield* isUnset(port.hostPort) ? [] : fault({ ...at, path: [...path, 'hostPort'] }, 'hostPort', port.hostPort, portNumberFault(port.hostPort));
    yield* fault({ ...at, path: [...path, 'protocol'] }, 'protocol', port.protocol, protocolFault(port.protocol));
    yield* nameFault({ ...at, path: [...path, 'name'] }, port, names, portNameFault(port.name));
  }
}

function* servicePortFaults({ object, spec, external }: Service): Iterable<Observation> {
  const ports = listOf(spec.ports).map(objectOf);
  const names = new Set<unknown>();
  for (const [index, port] of external ? [] : ports.entries()) {
    const path: Path = ['spec', 'ports', index];
    yield* fault({ object, path: [...path, 'port'] }, 'port', port.port, portNumberFault(port.port));
    yield* isUnset(port.targetPort) ? []
      : fault({ object, path: [...path, 'targetPort'] }, 'targetPort', port.targetPort, portReferenceFault(port.targetPort));
    yield* fault({ object, path: [...path, 'protocol'] }, 'protocol', port.protocol, protocolFault(port.protocol));
    const label = typeof port.name === 'string' && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(port.name);
    yield* nameFault({ object, path: [...path, 'name'] }, port, names, label ? undefined : 'the name of a Service port is a DNS label');
    if (ports.length > 1 && isUnset(port.name)) {
      yield* fault({ object, path }, 'name', port.name, `a Service with ${ports.length} ports needs a name for each`);
    }
  }
}

/** Zero and the empty text are what Go has for a missing field. */
function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0;
}

type Place = Pick<Observation, 'object' | 'container' | 'path'>;

function* nameFault(place: Place, { name }: JsonObject, names: Set<unknown>, because: string | undefined): Iterable<Observation> {
  if (isUnset(name)) {
    return;
  }
  yield* fault(place, 'name', name, because ?? (names.has(name) ? 'the name is given twice' : undefined));
  names.add(name);
}

function* fault(place: Place, field: string, value: unknown, because: string | undefined): Iterable<Observation> {
  if (because !== undefined) {
    // Digits in quotes are a number to everybody but the API server.
    const number = typeof value === 'string' && /^[1-9]\d{0,4}$/.test(value) && Number(value) <= 65535 ? Number(value) : undefined;
    yield {
      ...place,
      message: `${field} ${value === undefined ? 'is missing' : `is ${JSON.stringify(value)}`}: ${because}`,
      consequence: 'the API server refuses the object: nothing of it is applied',
      fix: number === undefined ? 'use a valid one' : `write the number without quotes: ${number}`,
      ...(number !== undefined && field !== 'name' && { amendment: { path: place.path, value: number } }),
    };
  }
}
