import { LONGEST_PERIOD } from '../conventions/probe-role';
import { ProbeTiming } from '../health/probe-timing';
import type { Container } from '../manifest/container';
import type { WorkloadReading } from '../reading/workload-reading';
import { bootBudget, deadlineFor } from './boot-budget';
import type { Edit } from './fix/edit';

/** The numbers of a startup probe that differ from those of liveness. */
export interface StartupNumbers {
  /** Seconds. */
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

/**
 * A startup probe that leaves a boot alone for as long, at the least, and finds out about its end no later than the probes do
 * today. A command keeps its own period: starting it more often costs what the boot needs.
 *
 * @param patience seconds after the start of the container
 */
export function startupNumbers({ liveness, readiness, startup }: Container, patience: number): StartupNumbers {
  const own = (startup ?? liveness)?.timing.periodSeconds ?? LONGEST_PERIOD;
  const periodSeconds =
    startup || liveness?.handler?.kind === 'exec' ? own : Math.min(own, readiness?.timing.periodSeconds ?? LONGEST_PERIOD, LONGEST_PERIOD);
  return { periodSeconds, failureThreshold: Math.ceil(patience / periodSeconds) + 1 };
}

/**
 * The edits that give a container the startup probe that asks what liveness asks, and liveness no delay of its own; and the rollout
 * the time for it. Nothing where liveness could not be asked that way, in a sidecar, whose startup others wait for, and where users
 * would have to wait for it because readiness does not ask, or asks more often.
 */
export function startupEdits(container: Container, numbers: StartupNumbers, reading: WorkloadReading): readonly Edit[] | undefined {
  const { liveness, readiness, startup, sidecar, path } = container;
  const delays = reading.servicesForUsers.length > 0 && !(readiness && numbers.periodSeconds <= readiness.timing.periodSeconds);
  if (!liveness?.handler || startup || sidecar || delays || Object.values(liveness.json).some((value) => typeof value === 'string')) {
    return undefined;
  }
  const { initialDelaySeconds, ...question } = liveness.json;
  const { timeoutSeconds } = liveness.timing;
  return [
    { path: [...path, 'startupProbe'], value: { ...question, ...numbers } },
    ...(initialDelaySeconds ? [{ path: [...liveness.path, 'initialDelaySeconds'], value: 0 }] : []),
    ...deadlineEdits(bootBudget({ readiness, startup: { timing: ProbeTiming.ofFields({ ...numbers, timeoutSeconds }) } }), reading),
  ];
}

/** A rollout is not to be declared failed while its probes still allow the pod to boot. */
function deadlineEdits(boot: number, { rollout: { progressDeadline, minReady } }: WorkloadReading): readonly Edit[] {
  return progressDeadline === undefined || boot + minReady <= progressDeadline
    ? []
    : [{ path: ['spec', 'progressDeadlineSeconds'], value: deadlineFor(boot + minReady) }];
}

/** `a startup probe with periodSeconds 5 and failureThreshold 24`. */
export function startupInWords({ periodSeconds, failureThreshold }: StartupNumbers): string {
  return `a startup probe with periodSeconds ${periodSeconds} and failureThreshold ${failureThreshold}`;
}
