import { durationInWords } from '../../wording/duration';
import { running } from '../pool';
import type { Rule } from '../rule';
import { startupEdits, startupInWords, startupNumbers } from '../startup-edit';

/** Below this a delay is a courtesy; from here on it stands for the boot. Seconds. */
const LONG_DELAY = 30;

export const initialDelayAsStartup: Rule = {
  id: 'initial-delay-as-startup',
  model: 'clock',
  severity: 'warning',
  summary: 'A long initial delay of liveness stands in for a startup probe',
  doc: {
    why:
      'A delay is always too long or too short: every restart leaves a dead process alone for all of it, and a boot that takes a ' +
      'little longer is killed all the same.',
    fix:
      'Replace the delay by a startup probe of the same patience, initialDelay + (failureThreshold − 1) × period: liveness then ' +
      'begins with the first success.',
    judges: 'initialDelaySeconds of liveness from 30 s, without a startup probe.',
    edits:
      'Adds a startup probe that asks what liveness asks, with at least the patience that a boot has today, and sets the delay of ' +
      'liveness to 0. Certain: no boot is killed sooner. A sidecar is left: others wait for its startup.',
    source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#startup-probe',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      const { liveness, startup } = container;
      if (!liveness || startup || liveness.timing.initialDelaySeconds < LONG_DELAY) {
        continue;
      }
      const { initialDelaySeconds: delay, failureThreshold, periodSeconds } = liveness.timing;
      const numbers = startupNumbers(container, delay + (failureThreshold - 1) * periodSeconds);
      yield {
        object: workload.object,
        container: container.name,
        path: [...liveness.path, 'initialDelaySeconds'],
        message: `liveness waits ${durationInWords(delay)} before its first question, and there is no startup probe`,
        consequence: `a process that dies in its boot is left alone for ${durationInWords(delay)}, after every restart again`,
        fix: `use ${startupInWords(numbers)} instead of the delay: a boot has the same time then`,
        edits: startupEdits(container, numbers, reading.of(workload)),
      };
    }
  },
};
