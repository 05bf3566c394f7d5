import { isDeepStrictEqual } from 'node:util';
import type { Json } from '../../synthesis/json';
import { Rejection } from '../../props/rejection';

const PROBES = { startupProbe: 'startup', readinessProbe: 'readiness', livenessProbe: 'liveness' } as const;

/** The container without any probe. */
export function withoutProbes(container: Json): Json {
  return Object.fromEntries(Object.entries(container).filter(([field]) => !(field in PROBES)));
}

/**
 * @throws when somebody gave the container probes; the TCP startup probe that cdk8s-plus adds to a container with a port is
 *   nobody's (`cdk8s-plus-28/lib/container.js`, `defaultProbeConfiguration`)
 */
export function refuseProbesOf(container: Json): void {
  const own = Object.entries(PROBES).filter(([field]) => container[field] !== undefined && !isAddedByCdk8sPlus(container, field));
  if (own.length) {
    throw new Rejection(
      `health checks for container '${container.name}'`,
      `it has probes: ${own.map(([field, role]) => `${role} (${asksInWords(container[field])})`).join(', ')}`,
      "choose the workload that is meant, { workload: '…' }, or replace them: { replace: true }",
    );
  }
}

function isAddedByCdk8sPlus({ startupProbe, ports = [] }: Json, field: string): boolean {
  return (
    field === 'startupProbe' &&
    ports.some(({ containerPort }: Json) => isDeepStrictEqual(startupProbe, { failureThreshold: 3, tcpSocket: { port: containerPort } }))
  );
}

function asksInWords({ exec, httpGet, tcpSocket, grpc }: Json): string {
  return (
    (exec && (exec.command ?? []).join(' ')) ||
    (httpGet && `GET ${httpGet.path ?? '/'}`) ||
    (tcpSocket && 'TCP connect') ||
    (grpc && 'gRPC health') ||
    'without a question'
  );
}
