import type { ApiObject } from '../../manifest/api-object';
import type { Container } from '../../manifest/container';
import { isObject, listOf, objectOf, type JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import type { Service } from '../../manifest/service';
import { portNameFault, portNumberFault, portReferenceFault, protocolFault } from '../../conventions/port';
import type { Observation, Rule } from '../rule';

export const portInvalid: Rule = {
  id: 'port-invalid',
  model: 'chain',
  severity: 'error',
  summary: 'A port that the API server refuses',
  doc: {
    why: 'The API server refuses the whole object, so what runs stays what it was before.',
    fix: 'Use whole numbers from 1 to 65535 without quotes, and names of at most 15 lower-case letters, digits and dashes, each once.',
    judges:
      'Everything in the ports of containers and Services that makes the API server refuse them: the type of each field, ' +
      'numbers, protocols, names, and names or numbers ' +
      'given twice; of a container also a hostPort that another one has, or that is not the containerPort on the network of the ' +
      'node; of a Service also the targetPort, a ' +
      'nodePort that its type does not have, the appProtocol, that it has a port at all, and a name for each of several. A ' +
      'targetPort in quotes ("8080") is a name without ' +
      "a letter. Numbers that the API server fills in may be missing. It agrees with the API server's own code on more than a " +
      'thousand broken objects (conformance/validity).',
    edits:
      'Takes the quotes off a port number. Certain: the API server refuses the text, and the number in it is the only thing that ' +
      'can be meant.',
    source: 'pkg/apis/core/validation/validation.go, validateContainerPorts, validateServicePort, ValidatePortNumOrName',
  },
  *check({ bundle }) {
    for (const { object, podSpec, containers, initContainers } of bundle.workloads) {
      // Init containers run one by one, so only the others share the node's ports.
      const regular = containers.filter(({ sidecar }) => !sidecar);
      const taken = new Set<string>();
      const hostNetwork = podSpec.hostNetwork === true;
      for (const container of [...containers, ...initContainers]) {
        yield* containerPortFaults(object, container, hostNetwork, regular.includes(container) ? taken : new Set());
      }
    }
    for (const service of bundle.services) {
      yield* servicePortFaults(service);
    }
  },
};

function* containerPortFaults(object: ApiObject, container: Container, hostNetwork: boolean, taken: Set<string>): Iterable<Observation> {
  const names = new Set<unknown>();
  const at = { object, container: container.name };
  yield* listFaults({ ...at, path: [...container.path, 'ports'] }, container.json.ports);
  for (const { path } of container.ports) {
    const port = objectOf(listOf(container.json.ports)[path[path.length - 1] as number]);
    yield* fault({ ...at, path: [...path, 'containerPort'] }, 'containerPort', port.containerPort, portNumberFault(port.containerPort));
    // A Pod gets host ports filled in, a pod template does not (`SetDefaults_PodSpec`).
    const hostPort = hostNetwork && object.kind === 'Pod' && isUnset(port.hostPort, 0) ? port.containerPort : port.hostPort;
    if (!isUnset(hostPort, 0)) {
      const key = JSON.stringify([port.protocol || 'TCP', port.hostIP || '', hostPort]);
      const because =
        portNumberFault(hostPort) ??
        (taken.has(key) ? 'the node has each port once' : undefined) ??
        (hostNetwork && hostPort !== port.containerPort ? 'on the network of the node it is the containerPort' : undefined);
      yield* fault({ ...at, path: [...path, 'hostPort'] }, 'hostPort', hostPort, because);
      taken.add(key);
    }
    yield* fault({ ...at, path: [...path, 'hostIP'] }, 'hostIP', port.hostIP, textFault(port.hostIP));
    yield* fault({ ...at, path: [...path, 'protocol'] }, 'protocol', port.protocol, protocolFault(port.protocol));
    yield* nameFault({ ...at, path: [...path, 'name'] }, port, names, portNameFault(port.name));
  }
}

function* servicePortFaults({ object, spec, headless, external }: Service): Iterable<Observation> {
  yield* listFaults({ object, path: ['spec', 'ports'] }, spec.ports);
  const ports = listOf(spec.ports).map(objectOf);
  if (ports.length === 0 && !headless && !external) {
    yield* fault({ object, path: ['spec', 'ports'] }, 'ports', spec.ports, 'a Service has at least one, unless it is headless');
  }
  const names = new Set<unknown>();
  const taken = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const path: Path = ['spec', 'ports', index];
    const isTaken = (field: string) => {
      const key = JSON.stringify([field, port[field], port.protocol || 'TCP']);
      return taken.has(key) || !taken.add(key);
    };
    yield* fault(
      { object, path: [...path, 'port'] },
      'port',
      port.port,
      portNumberFault(port.port) ?? (isTaken('port') ? 'the number is given twice for one protocol' : undefined),
    );
    yield* isUnset(port.targetPort, 0) || port.targetPort === ''
      ? []
      : fault({ object, path: [...path, 'targetPort'] }, 'targetPort', port.targetPort, portReferenceFault(port.targetPort));
    yield* isUnset(port.nodePort, 0)
      ? []
      : fault(
          { object, path: [...path, 'nodePort'] },
          'nodePort',
          port.nodePort,
          nodePortFault(port.nodePort, spec) ?? (isTaken('nodePort') ? 'the number is given twice for one protocol' : undefined),
        );
    yield* fault({ object, path: [...path, 'protocol'] }, 'protocol', port.protocol, protocolFault(port.protocol));
    yield* fault({ object, path: [...path, 'appProtocol'] }, 'appProtocol', port.appProtocol, appProtocolFault(port.appProtocol));
    const label = typeof port.name === 'string' && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(port.name);
    yield* nameFault({ object, path: [...path, 'name'] }, port, names, label ? undefined : 'the name of a Service port is a DNS label');
    if (ports.length > 1 && isUnset(port.name, '')) {
      yield* fault({ object, path }, 'name', port.name, `a Service with ${ports.length} ports needs a name for each`);
    }
  }
}

function nodePortFault(value: unknown, { type }: JsonObject): string | undefined {
  return !Number.isInteger(value) || Math.abs(value as number) >= 2 ** 31
    ? 'it is a whole number'
    : type === undefined || type === null || type === '' || type === 'ClusterIP'
      ? 'a Service of type ClusterIP has no port on the nodes'
      : undefined;
}

/** `ValidateQualifiedName`. */
function appProtocolFault(value: unknown): string | undefined {
  return (
    textFault(value) ??
    (typeof value !== 'string' || /^([a-z0-9]([-.a-z0-9]*[a-z0-9])?\/)?[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?$/.test(value)
      ? undefined
      : 'it is a qualified name such as kubernetes.io/h2c')
  );
}

function textFault(value: unknown): string | undefined {
  return value === undefined || value === null || typeof value === 'string' ? undefined : 'it is a text, in quotes';
}

function* listFaults(place: Place, value: unknown): Iterable<Observation> {
  const isList = Array.isArray(value) && value.every((item) => item === null || isObject(item));
  yield* fault(place, 'ports', value, value === undefined || value === null || isList ? undefined : 'it is a list of objects');
}

/** The zero of its type is what Go has for a missing field. */
function isUnset(value: unknown, zero: unknown): boolean {
  return value === undefined || value === null || value === zero;
}

type Place = Pick<Observation, 'object' | 'container' | 'path'>;

function* nameFault(place: Place, { name }: JsonObject, names: Set<unknown>, because: string | undefined): Iterable<Observation> {
  if (isUnset(name, '')) {
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
      ...(number !== undefined && field !== 'name' && { edits: [{ path: place.path, value: number }] }),
    };
  }
}
