import { ProbeTiming } from '../health/probe-timing';
import { integerOf, isObject, listOf, objectOf, shown, textOf, type JsonObject } from './json';
import type { Path } from './path';
import type { ProbeRole } from '../conventions/probe-role';

/** A port by number or by name; nothing where the field is missing or of another type. */
export type PortReference = number | string | undefined;

/** How a probe asks. */
export type ProbeHandler =
  | {
      readonly kind: 'httpGet';
      readonly path: string;
      readonly port: PortReference;
      readonly scheme: string;
      readonly host?: string;
      readonly headers: readonly JsonObject[];
    }
  | { readonly kind: 'tcpSocket'; readonly port: PortReference; readonly host?: string }
  | { readonly kind: 'grpc'; readonly port: PortReference; readonly service: string }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** A probe of a container. */
export interface Probe {
  readonly role: ProbeRole;
  readonly json: JsonObject;
  readonly path: Path;
  /** Nothing when the probe names no handler. */
  readonly handler?: ProbeHandler;
  /** Its numbers, with the API server's defaults where they are missing or make no sense. */
  readonly timing: ProbeTiming;
}

/** The probe under `container[role + 'Probe']`. */
export function probeOf(container: JsonObject, role: ProbeRole, containerPath: Path): Probe | undefined {
  const json = container[`${role}Probe`];
  if (!isObject(json)) {
    return undefined;
  }
  return { role, json, path: [...containerPath, `${role}Probe`], handler: handlerOf(json), timing: timingOf(json) };
}

function handlerOf(probe: JsonObject): ProbeHandler | undefined {
  if (isObject(probe.httpGet)) {
    const { path, port, scheme, host, httpHeaders } = probe.httpGet;
    // `SetDefaults_HTTPGetAction` (`pkg/apis/core/v1/defaults.go`) fills in the path and the scheme.
    return {
      kind: 'httpGet',
      path: textOf(path) ?? '/',
      port: portReferenceOf(port),
      scheme: textOf(scheme) ?? 'HTTP',
      host: textOf(host),
      headers: listOf(httpHeaders).map(objectOf),
    };
  }
  if (isObject(probe.tcpSocket)) {
    return { kind: 'tcpSocket', port: portReferenceOf(probe.tcpSocket.port), host: textOf(probe.tcpSocket.host) };
  }
  if (isObject(probe.grpc)) {
    return { kind: 'grpc', port: portReferenceOf(probe.grpc.port), service: textOf(probe.grpc.service) ?? '' };
  }
  if (isObject(probe.exec)) {
    return { kind: 'exec', command: listOf(probe.exec.command).map(shown) };
  }
  return undefined;
}

/** A number or a text as `intstr.IntOrString` has them; anything else, YAML's `.nan` too, is nothing. */
export function portReferenceOf(value: unknown): PortReference {
  return Number.isFinite(value) || typeof value === 'string' ? (value as PortReference) : undefined;
}

/** Zero means "the default" for all but the initial delay (`SetDefaults_Probe`). */
function timingOf(probe: JsonObject): ProbeTiming {
  const positive = (value: unknown) => {
    const integer = integerOf(value);
    return integer !== undefined && integer > 0 ? integer : undefined;
  };
  return ProbeTiming.ofFields({
    initialDelaySeconds: positive(probe.initialDelaySeconds),
    periodSeconds: positive(probe.periodSeconds),
    timeoutSeconds: positive(probe.timeoutSeconds),
    successThreshold: positive(probe.successThreshold),
    failureThreshold: positive(probe.failureThreshold),
  });
}

/** The port that a probe asks, if it asks one. */
export function probedPort(probe: Probe): PortReference {
  return probe.handler && probe.handler.kind !== 'exec' ? probe.handler.port : undefined;
}

/** Where the probe's port is written. */
export function probedPortPath(probe: Probe): Path {
  return probe.handler && probe.handler.kind !== 'exec' ? [...probe.path, probe.handler.kind, 'port'] : probe.path;
}

/** The question in a few words: `GET /ready/ on http`, `TCP connect to 8000`, `exec pg_isready`. */
export function questionInWords({ handler }: Probe): string {
  switch (handler?.kind) {
    case 'httpGet':
      return `GET ${handler.path} on ${handler.port ?? 'no port'}`;
    case 'tcpSocket':
      return `TCP connect to ${handler.port ?? 'no port'}`;
    case 'grpc':
      return `gRPC health${handler.service && ` of ${handler.service}`} on ${handler.port ?? 'no port'}`;
    case 'exec':
      return `exec ${handler.command.join(' ')}`;
    case undefined:
      return 'no question';
  }
}
