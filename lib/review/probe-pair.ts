import type { Bundle } from '../manifest/bundle';
import { probePortNumber, type Container } from '../manifest/container';
import type { Probe } from '../manifest/probe';
import type { Workload } from '../manifest/workload';

/** The two probes of a container that has both. */
export interface ProbePair {
  readonly workload: Workload;
  readonly container: Container;
  readonly liveness: Probe;
  readonly readiness: Probe;
}

/** Every container that is to run on and has both probes. */
export function* pairsOfProbes(bundle: Bundle): Iterable<ProbePair> {
  for (const workload of bundle.workloads) {
    for (const container of workload.finite ? [] : workload.containers) {
      const { liveness, readiness } = container;
      if (liveness?.handler && readiness?.handler) {
        yield { workload, container, liveness, readiness };
      }
    }
  }
}

/** Whether two probes put the same question. `/health` and `/health/` are one endpoint, and a query does not change what is asked. */
export function asksTheSame(container: Container, one: Probe, other: Probe): boolean {
  return question(container, one) === question(container, other);
}

function question(container: Container, { handler }: Probe): string {
  switch (handler?.kind) {
    case 'httpGet':
      return JSON.stringify([
        'GET',
        probePortNumber(container, handler.port) ?? handler.port,
        handler.host,
        handler.path.split(/[?#]/)[0].replace(/\/+$/, ''),
      ]);
    case 'tcpSocket':
      return JSON.stringify(['TCP', probePortNumber(container, handler.port) ?? handler.port, handler.host]);
    case 'grpc':
      return JSON.stringify(['gRPC', handler.port, handler.service]);
    case 'exec':
      return JSON.stringify(['exec', handler.command]);
    case undefined:
      return '';
  }
}
