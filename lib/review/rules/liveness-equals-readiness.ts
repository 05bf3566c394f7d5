import { withPlainLiveness } from '../demonstration';
import type { Observation, Rule } from '../rule';
import { pairsOfProbes } from '../probe-pair';
import { questionInWords } from '../../manifest/probe';
import { durationInWords } from '../../wording/duration';

export const livenessEqualsReadiness: Rule = {
  id: 'liveness-equals-readiness',
  model: 'clock',
  severity: 'error',
  summary: 'One check decides both whether users are sent to a pod and whether it is restarted',
  doc: {
    why:
      'Whatever makes such a pod unready also kills it. A database outage that readiness should sit out restarts every replica, ' +
      'and they come back cold, all at once.',
    fix:
      'Give liveness an endpoint that touches nothing but the process; or, where there is only one, let liveness act strictly ' +
      'later: its earliest verdict after ' +
      "readiness's latest.",
    judges:
      'Probes of one container that ask the same: kind, port, path with its query (a trailing slash is ignored) or ' +
      'command. The times of a ' +
      'running process count, without ' +
      "initial delays. When liveness's earliest verdict comes after readiness's latest, it is information.",
    source: 'zegl/kube-score issues 285 and 339; endatix/endatix PR 1035; pkg/kubelet/prober/worker.go',
  },
  demonstration: {
    scenario: 'dependency-outage',
    when: 'an outage of 60 s of its dependency',
    shows: 'restarts',
    cured: withPlainLiveness,
  },
  *check(reading) {
    for (const { workload, container, liveness, readiness } of pairsOfProbes(reading)) {
      if (!liveness.asksTheSameAs(readiness)) {
        continue;
      }
      const restart = liveness.probe.timing._whileRunning;
      const removal = readiness.probe.timing._whileRunning;
      const later = restart.earliest > removal.latest;
      const times =
        `readiness gives up after ${durationInWords(removal.earliest)} to ${durationInWords(removal.latest)}, liveness after ` +
        `${durationInWords(restart.earliest)} to ${durationInWords(restart.latest)}`;
      yield {
        object: workload.object,
        container: container.name,
        path: liveness.probe.path,
        ...(later && ({ severity: 'info' } satisfies Partial<Observation>)),
        message: `liveness and readiness ask the same (${questionInWords(liveness.probe)}): ${times}`,
        consequence: later
          ? `an outage of more than ${durationInWords(restart.earliest)} that only readiness should see restarts the containers`
          : 'a fault that should only take the pod out of the endpoints restarts it, in all replicas at once',
        fix: later
          ? 'give liveness an endpoint of its own when the application has one'
          : `give liveness an endpoint that touches nothing but the process, or more patience than ${durationInWords(removal.latest)}`,
      };
    }
  },
};
