import { LONGEST_PERIOD } from '../conventions/probe-role';
import type { ProbeFields } from '../health/probe-fields';
import { ProbeTiming } from '../health/probe-timing';
import type { Probe } from '../manifest/probe';
import type { Edit } from './fix/edit';

/** A process that hangs is not to wait longer for its restart. Seconds. */
export const LONGEST_SILENCE = 180;

/**
 * The numbers with which liveness acts strictly later than readiness. With the usual period or a longer one: time to answer that
 * another rule adds then changes nothing of the patience.
 */
function laterNumbers({ timing }: Probe, readiness: Probe): Required<Pick<ProbeFields, 'periodSeconds' | 'failureThreshold'>> {
  const periodSeconds = Math.max(timing.periodSeconds, LONGEST_PERIOD);
  const { latest } = readiness.timing._whileRunning;
  return { periodSeconds, failureThreshold: Math.floor(latest / periodSeconds) + (timing.timeoutSeconds > periodSeconds ? 3 : 2) };
}

/** The edits that give liveness such numbers; nothing where it would act too late for a process that hangs. */
export function laterEdits(liveness: Probe, readiness: Probe): readonly Edit[] | undefined {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds } = liveness.timing;
  const numbers = laterNumbers(liveness, readiness);
  const { latest } = ProbeTiming.ofFields({ initialDelaySeconds, timeoutSeconds, ...numbers })._whileRunning;
  return latest > LONGEST_SILENCE || (numbers.periodSeconds !== periodSeconds && wakes(liveness, readiness))
    ? undefined
    : Object.entries(numbers)
        .filter(([field, value]) => field !== 'periodSeconds' || value !== periodSeconds)
        .map(([field, value]) => ({ path: [...liveness.path, field], value }));
}

/**
 * Whether readiness is asked again by what liveness finds out: each change of it brings a look at the pod, and each look a question
 * of readiness (`pkg/kubelet/prober/prober_manager.go`, `UpdatePodStatus`). A pod is ready sooner for it where readiness asks less often.
 */
export function wakes(liveness: Probe, readiness: Probe | undefined): boolean {
  return readiness !== undefined && readiness.timing.periodSeconds > liveness.timing.periodSeconds;
}

/** `set the failureThreshold of liveness to 5, and its periodSeconds to 10`. */
export function laterInWords(liveness: Probe, readiness: Probe): string {
  const { periodSeconds, failureThreshold } = laterNumbers(liveness, readiness);
  const period = periodSeconds === liveness.timing.periodSeconds ? '' : `, and its periodSeconds to ${periodSeconds}`;
  return `set the failureThreshold of liveness to ${failureThreshold}${period}`;
}
