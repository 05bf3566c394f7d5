import { inWords } from '../manifest/api-object';
import type { Bundle } from '../manifest/bundle';
import { probesOf } from '../manifest/container';
import { questionInWords } from '../manifest/probe';

/** What a probe asks, and the range of time in which its verdict falls. Seconds. */
export interface ProbeBudget {
  readonly question: string;
  readonly earliestVerdict: number;
  readonly latestVerdict: number;
}

/** The budget of every probe: under `liveness probe of web in Deployment shop/web`. */
export function probeBudgets(bundle: Bundle): ReadonlyMap<string, ProbeBudget> {
  return new Map(bundle.workloads.flatMap((workload) => workload.containers.flatMap((container) => probesOf(container).map((probe) => [
    `${probe.role} probe of ${container.name} in ${inWords(workload.object)}`,
    { question: questionInWords(probe), earliestVerdict: probe.timing.earliestVerdict, latestVerdict: probe.timing.latestVerdict },
  ] as const))));
}
