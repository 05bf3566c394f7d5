import { HealthCheck } from './health-check';
import { HealthCheckKind } from './health-check-options';
import type { ProbePlan } from './health-plan';

/** The container port that serves the users: what a check asks unless it names another. */
export interface ServedPort {
  readonly number: number;
  readonly name?: string;
}

/**
 * A probe as the Kubernetes API spells it.
 *
 * @param headers what an HTTP check sends unless it says otherwise
 */
export function probeJson(probe: ProbePlan, served: ServedPort, headers: Readonly<Record<string, string>> = {}): Record<string, unknown> {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold } = probe.timing;
  return {
    ...handlerJson(probe.check, served, headers),
    ...(initialDelaySeconds > 0 && { initialDelaySeconds }),
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
  };
}

function handlerJson(check: HealthCheck, served: ServedPort, headers: Readonly<Record<string, string>>): Record<string, unknown> {
  const port = check.portName ?? check.port ?? served.name ?? served.number;
  switch (check.kind) {
    case HealthCheckKind.HTTP: {
      const httpHeaders = Object.entries(withDefaults(check.headers ?? {}, headers)).map(([name, value]) => ({ name, value }));
      return { httpGet: { path: check.path, port, scheme: check.tls ? 'HTTPS' : 'HTTP', ...(httpHeaders.length && { httpHeaders }) } };
    }
    case HealthCheckKind.TCP:
      return { tcpSocket: { port } };
    // A gRPC probe has no named ports (`core/v1`, GRPCAction.port is an int32).
    case HealthCheckKind.GRPC:
      return { grpc: { port: check.port ?? served.number, ...(check.service && { service: check.service }) } };
    case HealthCheckKind.EXEC:
      return { exec: { command: check.command } };
  }
}

/** Header names do not mind their case, so `host` in the check replaces our `Host`. */
function withDefaults(own: Readonly<Record<string, string>>, defaults: Readonly<Record<string, string>>): Record<string, string> {
  const named = new Set(Object.keys(own).map((name) => name.toLowerCase()));
  const all = { ...Object.fromEntries(Object.entries(defaults).filter(([name]) => !named.has(name.toLowerCase()))), ...own };
  // A map of another language comes in another order at each run, and a new order would be a new pod.
  return Object.fromEntries(
    Object.keys(all)
      .sort()
      .map((name) => [name, all[name]]),
  );
}
