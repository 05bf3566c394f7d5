import { plural } from '../wording/plural';
import type { Diagnosis } from './diagnosis';

/** `1 error, 0 warnings in 3 workloads and 5 pods as of 2026-11-26T12:00:00.000Z`. */
export function resultInWords({ causes, workloads, pods, taken }: Diagnosis): string {
  const errors = causes.filter(({ severity }) => severity === 'error').length;
  return (
    `${plural(errors, 'error')}, ${plural(causes.length - errors, 'warning')} in ` +
    `${plural(workloads, 'workload')} and ${plural(pods, 'pod')} as of ${taken}`
  );
}
