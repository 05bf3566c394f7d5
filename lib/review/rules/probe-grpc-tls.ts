import { declaredTcpPorts, probesOf, type Container } from '../../manifest/container';
import type { ProbeReading } from '../../reading/probe-reading';
import { running, type Running } from '../pool';
import type { Rule } from '../rule';

/** `-tls-cert-file=…`, `--cert`, `--tls-private-key-file`, `-key-file`. */
const TLS_FLAG = /^--?(?:[\w-]*-)?(?:tls|ssl)?-?(?:cert|certificate|key|private-key)(?:-?(?:file|path))?(?:=|$)/i;
/** A client of another server has a certificate too. */
const CLIENT_FLAG = /client|ca-|etcd|kafka|redis|postgres|db-|upstream|webhook|metrics|http-/i;
/** Ports that are there for checks, and speak plainly. */
const HEALTH_PORT = /health|probe|live|ready|metrics/i;

export const probeGrpcTls: Rule = {
  id: 'probe-grpc-tls',
  model: 'chain',
  severity: 'warning',
  summary: 'A gRPC probe asks a port that speaks TLS',
  doc: {
    why:
      'The kubelet speaks gRPC without TLS. A server that has a certificate refuses that ("first record does not look like a TLS ' +
      'handshake"): the pod is never ready, and its liveness restarts it.',
    fix: 'A plain port for health checks; or an exec probe: grpc_health_probe -tls -addr=:8080.',
    judges:
      'gRPC probes of a container whose arguments name a certificate and its key for the server, where the port is the only one of the ' +
      'container, or the one that its arguments name, and neither its name nor a flag of the arguments says that it is for checks.',
    source: 'pkg/probe/grpc/grpc.go, Probe (insecure credentials); node-feature-discovery issue 1533; KEP-2727',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const { workload, container, reading: read } = each;
      const flag = tlsFlag(each);
      for (const { handler, role, path } of flag === undefined ? [] : probesOf(container)) {
        const probe = read.probe(role);
        if (handler?.kind === 'grpc' && probe && asksServer(container, probe, wordsOf(each))) {
          yield {
            object: workload.object,
            container: container.name,
            path: [...path, 'grpc'],
            message: `the ${role} probe speaks gRPC without TLS to port ${probe.port ?? handler.port ?? ''}, and ${flag} gives the server a certificate`,
            consequence: role === 'liveness' ? 'the container is restarted for ever' : 'the pod never becomes ready',
            fix: 'ask a plain port, or run grpc_health_probe -tls as an exec probe',
          };
        }
      }
    }
  },
};

function wordsOf({ container }: Running): readonly string[] {
  return [...(container.command ?? []), ...(container.args ?? [])];
}

/** The flag of a certificate, where one of its key stands beside it. */
function tlsFlag(each: Running): string | undefined {
  const flags = wordsOf(each)
    .filter((word) => TLS_FLAG.test(word) && !CLIENT_FLAG.test(word.split('=')[0]))
    .map((word) => word.split('=')[0]);
  const cert = flags.find((flag) => /cert/i.test(flag));
  return cert !== undefined && flags.some((flag) => /key/i.test(flag)) ? cert : undefined;
}

function asksServer(container: Container, { port }: ProbeReading, words: readonly string[]): boolean {
  const ports = declaredTcpPorts(container);
  const own = ports.find(({ number }) => number === port);
  const named = port === undefined ? [] : words.filter((word) => new RegExp(`(^|[^\\d])${port}$`).test(word));
  const isOther = HEALTH_PORT.test(own?.name ?? '') || named.some((word) => HEALTH_PORT.test(word.split('=')[0]));
  return port !== undefined && !isOther && ((ports.length === 1 && own !== undefined) || named.length > 0);
}
