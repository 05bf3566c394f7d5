import type { Container } from '../manifest/container';
import type { Workload } from '../manifest/workload';
import type { ProbeReading } from '../reading/probe-reading';
import type { Reading } from '../reading/reading';

/** The two probes of a container that has both. */
export interface ProbePair {
  readonly workload: Workload;
  readonly container: Container;
  readonly liveness: ProbeReading;
  readonly readiness: ProbeReading;
}

/** Every container that is to run on and has both probes. */
export function* pairsOfProbes(reading: Reading): Iterable<ProbePair> {
  for (const { workload, containers } of reading.workloads) {
    for (const each of workload.finite ? [] : containers) {
      const [liveness, readiness] = [each.probe('liveness'), each.probe('readiness')];
      if (liveness?.probe.handler && readiness?.probe.handler) {
        yield { workload, container: each.container, liveness, readiness };
      }
    }
  }
}
