import { withPlainLiveness } from '../demonstration';
import type { Reading } from '../../reading/reading';
import type { Observation, Rule } from '../rule';
import { pairsOfProbes, type ProbePair } from '../probe-pair';
import { laterEdits, LONGEST_SILENCE } from '../later-edit';
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
      "initial delays. When liveness's earliest verdict comes after readiness's latest, it is information. A connection, or a command " +
      'that asks the server of its own container (pg_isready, redis-cli ping), touches nothing else: it is information, and nothing ' +
      'where liveness is later. Where Services are reviewed and none sends users to the pods, it is a warning. It is a warning too ' +
      'where liveness asks the path of readiness with a query that asks for more (`?full=true`).',
    edits:
      'Raises the failureThreshold of liveness, and a period below 10 s, until it acts strictly later than readiness. Certain where ' +
      'liveness then acts within ' +
      `${durationInWords(LONGEST_SILENCE)}: nothing is restarted sooner. What is left of it is information.`,
    source: 'zegl/kube-score issues 285 and 339; endatix/endatix PR 1035; pkg/kubelet/prober/worker.go',
  },
  demonstration: {
    scenario: 'dependency-outage',
    when: 'an outage of 60 s of its dependency',
    shows: 'restarts',
    cured: withPlainLiveness,
  },
  *check(reading) {
    for (const pair of pairsOfProbes(reading)) {
      const { liveness, readiness } = pair;
      const observation = liveness.asksTheSameAs(readiness)
        ? same(pair, mayBeServed(reading, pair))
        : liveness.asksMoreThan(readiness)
          ? more(pair)
          : undefined;
      if (observation) {
        yield { object: pair.workload.object, container: pair.container.name, path: liveness.probe.path, ...observation };
      }
    }
  },
};

/** A Deployment that is reviewed without any Service may have one elsewhere. */
function mayBeServed(reading: Reading, { workload, container }: ProbePair): boolean {
  return reading.of(workload).servicesForUsers.length > 0 || (reading.bundle.services.length === 0 && container.ports.length > 0);
}

type Said = Pick<Observation, 'severity' | 'message' | 'consequence' | 'fix' | 'edits'>;

function same({ liveness, readiness }: ProbePair, served: boolean): Said | undefined {
  const restart = liveness.probe.timing._whileRunning;
  const removal = readiness.probe.timing._whileRunning;
  const later = restart.earliest > removal.latest;
  const message =
    `liveness and readiness ask the same (${questionInWords(liveness.probe)}): readiness gives up after ` +
    `${rangeInWords(removal)}, liveness after ${rangeInWords(restart)}`;
  if (liveness.asksProcessOnly) {
    return later
      ? undefined
      : {
          severity: 'info',
          message,
          consequence: 'a process that is busy for a moment is restarted where it should only be left alone',
          fix: `give liveness more patience than ${durationInWords(removal.latest)}`,
        };
  }
  if (later) {
    return {
      severity: 'info',
      message,
      consequence: `an outage of more than ${durationInWords(restart.earliest)} that only readiness should see restarts the containers`,
      fix: 'give liveness an endpoint of its own when the application has one',
    };
  }
  return {
    severity: served ? undefined : 'warning',
    message,
    consequence: served
      ? 'a fault that should only take the pod out of the endpoints restarts it, in all replicas at once'
      : 'a fault that should only hold back a rollout restarts the pods, all at once; no Service selects them, so readiness spares nobody',
    fix: `give liveness ${liveness.asksCommand ? 'a command' : 'an endpoint'} that touches nothing but the process, or more patience than ${durationInWords(removal.latest)}`,
    edits: laterEdits(liveness.probe, readiness.probe),
  };
}

function more({ liveness, readiness }: ProbePair): Said {
  return {
    severity: 'warning',
    message: `liveness asks more than readiness: ${questionInWords(liveness.probe)}, where readiness asks ${questionInWords(readiness.probe)}`,
    consequence: 'a fault that readiness does not even see restarts the pods, all of them at once',
    fix: 'ask the deeper question for readiness, if at all, and the plain one for liveness',
  };
}

function rangeInWords({ earliest, latest }: { readonly earliest: number; readonly latest: number }): string {
  return `${durationInWords(earliest)} to ${durationInWords(latest)}`;
}
