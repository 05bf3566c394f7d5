import { durationInWords } from '../wording/duration';
import { objectInWords } from './api-object';
import type { Bundle } from './bundle';
import { probesOf } from './container';
import { questionInWords } from './probe';

/** What a probe asks, and the range of time in which its verdict falls. Seconds. */
export interface ProbeBudget {
  readonly question: string;
  readonly earliestVerdict: number;
  readonly latestVerdict: number;
}

/** The budget of every probe: under `liveness probe of web in Deployment shop/web`. */
export function probeBudgets(bundle: Bundle): ReadonlyMap<string, ProbeBudget> {
  return new Map(
    bundle.workloads.flatMap((workload) =>
      workload.containers.flatMap((container) =>
        probesOf(container).map(
          (probe) =>
            [
              `${probe.role} probe of ${container.name} in ${objectInWords(workload.object)}`,
              {
                question: questionInWords(probe),
                earliestVerdict: probe.timing.earliestVerdict,
                latestVerdict: probe.timing.latestVerdict,
              },
            ] as const,
        ),
      ),
    ),
  );
}

/** `GET /ready/ on http, verdict after 10 s to 20 s`. */
export function budgetInWords({ question, earliestVerdict, latestVerdict }: ProbeBudget): string {
  return `${question}, verdict after ${durationInWords(earliestVerdict)} to ${durationInWords(latestVerdict)}`;
}
