import { ProbeTiming } from '../../health/probe-timing';
import { withServing, withTiming } from '../demonstration';
import { startsWithin } from '../../conventions/annotations';
import { durationInWords } from '../../wording/duration';
import { running } from '../pool';
import { knownServer } from '../known-server';
import type { Rule } from '../rule';
import { startupEdits, startupInWords, startupNumbers } from '../startup-edit';

/** A cold boot of a Python service, image pulled, on a throttled CPU: imports alone take 10 s and more. Seconds. */
const COLD_BOOT = 20;
/** What a boot of unknown length is given: two minutes, 24 × 5 s. Seconds. */
const AMPLE_BOOT = 115;

export const startupUncovered: Rule = {
  id: 'startup-uncovered',
  model: 'clock',
  severity: 'warning',
  summary: 'A container may be killed before it had time to boot',
  doc: {
    why:
      'Until the first success the kubelet cannot tell a slow boot from a dead process. A boot that takes longer than the ' +
      'earliest verdict is killed, starts again, and is ' +
      'killed again.',
    fix: 'Add a startup probe that allows twice the longest boot: periodSeconds 5, failureThreshold 24 for two minutes.',
    judges:
      'The earliest verdict of the startup probe, or of liveness where there is none: below 20 s, or below the boot time that ' +
      'the pod template states for ' +
      `the container in an annotation that ends in its name: ${startsWithin('web')}: "120" (seconds). ` +
      'Promises hold at the early end: period × failureThreshold is not it. Servers that are known to listen at once (Redis, nginx, ' +
      'memcached and their like, by the name of the image) need no cover unless their boot is stated.',
    edits:
      'Adds a startup probe that asks what liveness asks, or raises the failureThreshold of the one that is there, up to the stated ' +
      'boot, or to two minutes. Certain: no boot is killed sooner.',
    source: 'pkg/kubelet/prober/worker.go, doProbe; facts, "What a probe\'s numbers promise"',
  },
  demonstration: {
    scenario: 'slow-boot',
    when: 'a boot three times as long as usual',
    shows: 'restarts',
    cured: (model) =>
      withServing(model, (container) => withTiming(container, 'startup', ProbeTiming.ofFields({ periodSeconds: 5, failureThreshold: 24 }))),
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      const probe = container.startup ?? container.liveness;
      const promise = startsWithin(container.name);
      const text = workload.annotations.get(promise) ?? '';
      const stated = /^\d{1,6}(\.\d+)?$/.test(text) ? Number(text) : undefined;
      const boot = stated ?? (knownServer(container)?.quick ? 0 : COLD_BOOT);
      if (!probe?.handler || probe.timing.earliestVerdict >= boot) {
        continue;
      }
      const numbers = startupNumbers(container, Math.max(stated ?? AMPLE_BOOT, probe.timing.earliestVerdict));
      const { startup } = container;
      yield {
        object: workload.object,
        container: container.name,
        path: probe.path,
        message:
          `${container.startup ? 'the startup probe' : 'liveness, with no startup probe before it,'} may condemn container ` +
          `${container.name} ` +
          `${durationInWords(probe.timing.earliestVerdict)} after its start ` +
          `(${probe.timing.explain()})${stated === undefined ? '' : `; ${promise} allows the boot ${durationInWords(stated)}`}`,
        consequence: 'a boot that takes longer is killed, and so is the next',
        fix: startup ? `raise its failureThreshold to ${numbers.failureThreshold}` : `add ${startupInWords(numbers)}`,
        edits: startup
          ? [{ path: [...startup.path, 'failureThreshold'], value: numbers.failureThreshold }]
          : startupEdits(container, numbers, reading.of(workload)),
      };
    }
  },
};
