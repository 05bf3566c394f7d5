import type { ApiObject } from './api-object';
import type { ContainerPort } from './container';
import { integerOf, listOf, objectOf, textOf, type JsonObject } from './json';
import { equalitySelectorOf, type LabelSelector } from './label-selector';
import type { Path } from './path';
import { portReferenceOf, type PortReference } from './probe';
import type { Workload } from './workload';

/** A port of a Service. */
export interface ServicePort {
  readonly name?: string;
  readonly number?: number;
  readonly protocol: string;
  /** What it leads to on the pod: `targetPort`, or its own number (`SetDefaults_Service`). */
  readonly target: PortReference;
  readonly path: Path;
  /** Where the target is written. */
  readonly targetPath: Path;
}

/** A Service. */
export interface Service {
  readonly object: ApiObject;
  readonly spec: JsonObject;
  /** Empty for a Service without one: its endpoints come from elsewhere. */
  readonly selector: LabelSelector;
  readonly ports: readonly ServicePort[];
  /** `clusterIP: None`: clients get the pods' addresses, and no port is translated. */
  readonly headless: boolean;
  /** An alias for a name outside: it has no pods. */
  readonly external: boolean;
}

/** The Service that an object is, if it is one. */
export function serviceOf(object: ApiObject): Service | undefined {
  if (object.kind !== 'Service' || object.group !== '') {
    return undefined;
  }
  const spec = objectOf(object.json.spec);
  const external = spec.type === 'ExternalName';
  return {
    object,
    spec,
    selector: external ? [] : equalitySelectorOf(spec.selector),
    ports: listOf(spec.ports).map((port, index) => servicePortOf(objectOf(port), ['spec', 'ports', index])),
    headless: spec.clusterIP === 'None',
    external,
  };
}

function servicePortOf(port: JsonObject, path: Path): ServicePort {
  const target = portReferenceOf(port.targetPort);
  // An empty or zero target counts as unset.
  const said = target !== undefined && target !== '' && target !== 0;
  return {
    name: textOf(port.name),
    number: integerOf(port.port),
    protocol: textOf(port.protocol) ?? 'TCP',
    target: said ? target : integerOf(port.port),
    path,
    targetPath: [...path, said ? 'targetPort' : 'port'],
  };
}

/** `port 80`, or `port 80 (http)`. */
export function servicePortInWords({ name, number }: ServicePort): string {
  return `port ${number ?? '?'}${name ? ` (${name})` : ''}`;
}

/** The port of a Service that a route's backend asks for, by number or by name; its only one where the backend does not say. */
export function portAsked({ ports }: Service, port: number | string | undefined): ServicePort | undefined {
  return port === undefined
    ? ports.length === 1
      ? ports[0]
      : undefined
    : ports.find(({ name, number }) => port === (typeof port === 'number' ? number : name));
}

/**
 * The numbers on the pod that a Service port means. A name is looked for in every container that keeps running, with
 * the Service port's protocol; the first one wins (`k8s.io/endpointslice`, `utils.go`, `FindPort`).
 */
export function targetNumber(port: ServicePort, workload: Workload): number | undefined {
  return typeof port.target === 'string' ? namedPort(port, workload)?.number : port.target;
}

/** The declared container port that a Service's named target means. */
export function namedPort(port: ServicePort, workload: Workload): ContainerPort | undefined {
  for (const container of workload.containers) {
    const found = container.ports.find(({ name, protocol }) => name === port.target && protocol === port.protocol);
    if (found) {
      return found;
    }
  }
  return undefined;
}
