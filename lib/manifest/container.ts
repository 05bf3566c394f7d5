import { integerOf, isObject, listOf, objectOf, shown, textOf, type JsonObject } from './json';
import type { Path } from './path';
import { probeOf, type PortReference, type Probe } from './probe';

/** A port that a container declares. */
export interface ContainerPort {
  readonly name?: string;
  /** Nothing where the manifest holds something that is no whole number. */
  readonly number?: number;
  readonly protocol: string;
  readonly path: Path;
}

/** A container of a pod template. */
export interface Container {
  readonly json: JsonObject;
  readonly path: Path;
  readonly name: string;
  readonly image?: string;
  /** An init container with `restartPolicy: Always`: it runs beside the application for the pod's whole life. */
  readonly sidecar: boolean;
  readonly ports: readonly ContainerPort[];
  readonly readiness?: Probe;
  readonly liveness?: Probe;
  readonly startup?: Probe;
  /** Replaces the image's ENTRYPOINT; nothing where it is not set. */
  readonly command?: readonly string[];
  /** Replaces the image's CMD; nothing where it is not set. */
  readonly args?: readonly string[];
}

/** The container that this JSON describes. */
export function containerOf(value: unknown, path: Path, sidecar: boolean): Container {
  const json = objectOf(value);
  return {
    json,
    path,
    name: textOf(json.name) ?? '(unnamed)',
    image: textOf(json.image),
    sidecar,
    ports: listOf(json.ports).map((port, index) => containerPortOf(port, [...path, 'ports', index])),
    readiness: probeOf(json, 'readiness', path),
    liveness: probeOf(json, 'liveness', path),
    startup: probeOf(json, 'startup', path),
    command: wordsOf(json.command),
    args: wordsOf(json.args),
  };
}

/** Whether this JSON is an init container that keeps running (`restartPolicy: Always`). */
export function isSidecar(container: unknown): boolean {
  return objectOf(container).restartPolicy === 'Always';
}

function containerPortOf(value: unknown, path: Path): ContainerPort {
  const port = objectOf(value);
  return { name: textOf(port.name), number: integerOf(port.containerPort), protocol: textOf(port.protocol) ?? 'TCP', path };
}

/** An empty list means "the image's own", as it does for the kubelet. */
function wordsOf(value: unknown): readonly string[] | undefined {
  const words = listOf(value)
    .filter((word) => !isObject(word))
    .map(shown);
  return words.length ? words : undefined;
}

/** The probes that a container has. */
export function probesOf(container: Container): readonly Probe[] {
  return [container.startup, container.readiness, container.liveness].filter((probe) => probe !== undefined);
}

/**
 * The number that a probe's port means. The kubelet looks for a name in the probed container only, whatever the
 * protocol, and takes a name made of digits for the number (`pkg/probe/util.go`, `ResolveContainerPort`).
 */
export function probePortNumber(container: Container, port: PortReference): number | undefined {
  if (typeof port !== 'string') {
    return port;
  }
  const declared = container.ports.find(({ name }) => name === port);
  return declared ? declared.number : /^\d+$/.test(port) ? Number(port) : undefined;
}

/** The TCP ports that a container declares. */
export function declaredTcpPorts(container: Container): readonly ContainerPort[] {
  return container.ports.filter(({ protocol }) => protocol === 'TCP');
}
