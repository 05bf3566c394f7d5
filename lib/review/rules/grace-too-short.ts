import { objectInWords } from '../../manifest/api-object';
import { objectOf } from '../../manifest/json';
import { durationInWords } from '../../wording/duration';
import { drainOf } from '../drain';
import type { ContainerReading } from '../../reading/container-reading';
import type { Observation, Rule } from '../rule';

/** Seconds over the sum: for the signal to arrive and the last process to leave. */
const SPARE = 5;
/** What Kubernetes gives where nothing is said (`DefaultTerminationGracePeriodSeconds`). Seconds. */
const DEFAULT_GRACE = 30;

export const graceTooShort: Rule = {
  id: 'grace-too-short',
  model: 'clock',
  severity: 'error',
  summary: 'The pod is killed before its own shutdown can be over',
  doc: {
    why:
      'The grace period begins with the preStop hook. What is left of it after the hook is all that the server has to finish its ' +
      'requests; then comes ' +
      'SIGKILL, and what was being answered is lost. Up to gunicorn 26 a gthread worker uses its whole graceful timeout whenever ' +
      'a keep-alive connection is idle.',
    fix: 'Make terminationGracePeriodSeconds at least the preStop delay plus the graceful timeout of the server, and a few seconds more.',
    judges:
      'The sum of a preStop sleep and the graceful time of the server (a default that nobody set is at most a warning) against the grace ' +
      'period: gunicorn, uvicorn, hypercorn, granian, puma, pm2. For celery worker its time limit, from the command line or the ' +
      'application, as a warning; without one, information where the grace period is 30 s or less, as its shutdown waits for every task; ' +
      'silent where it has a soft shutdown. A preStop sleep alone that fills the period; and a grace period of 0 on pods that a Service ' +
      'sends users to.',
    edits:
      `Sets terminationGracePeriodSeconds to that sum and ${SPARE} s, and a period of 0 to the ${DEFAULT_GRACE} s that Kubernetes has. ` +
      'Certain: it is an upper limit. A pod that is done earlier is gone earlier, ' +
      'and one that is not loses no request that it would have kept before.',
    source: 'pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer; validateSleepAction; facts, "Shutdown"',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      const served = !workload.finite && reading.of(workload).servicesForUsers.length > 0;
      const path = [...workload.templatePath, 'spec', 'terminationGracePeriodSeconds'];
      if (served && workload.gracePeriod === 0) {
        yield {
          object: workload.object,
          path,
          message: `${objectInWords(workload.object)} serves users and has a terminationGracePeriodSeconds of 0`,
          consequence: 'every rollout and every drained node kills pods in the middle of their requests',
          fix: 'remove the field (30 s) or give the time that a request may take',
          edits: [{ path, value: DEFAULT_GRACE }],
        };
        continue;
      }
      const containers = workload.finite ? [] : workload.containers;
      const observations = containers.flatMap((container) => [...tooShort(reading.container(workload, container))]);
      const longest = Math.max(...observations.flatMap(({ edits = [] }) => edits.map(({ value }) => Number(value))));
      // One period for the whole pod: what the most patient container needs.
      yield* observations.map((observation) => (observation.edits ? { ...observation, edits: [{ path, value: longest }] } : observation));
    }
  },
};

function* tooShort({ workload, container, process, preStop }: ContainerReading): Iterable<Observation> {
  const delay = preStop?.seconds ?? 0;
  const grace = workload.gracePeriod;
  const drain = drainOf(process, grace);
  const needs = delay + drain.seconds;
  const hookAlone = delay > 0 && delay >= grace;
  if (!hookAlone && needs <= grace) {
    return;
  }
  const said = objectOf(workload.podSpec).terminationGracePeriodSeconds !== undefined;
  const hook = delay ? `the preStop hook sleeps ${durationInWords(delay)}` : '';
  const server = drain.words && `${drain.words} ${drain.unbounded ? 'without end' : durationInWords(drain.seconds)}`;
  const seconds = Math.ceil(needs) + SPARE;
  yield {
    object: workload.object,
    container: container.name,
    path: said ? [...workload.templatePath, 'spec', 'terminationGracePeriodSeconds'] : [...workload.templatePath, 'spec'],
    severity: hookAlone ? undefined : drain.severity,
    message:
      `${[hook, server].filter(Boolean).join(' and ')}, but the pod is killed after ` +
      `${durationInWords(grace)}${said ? '' : ' (the default grace period)'}`,
    consequence: hookAlone
      ? 'the process gets no time at all to finish its requests'
      : `${drain.work ?? 'requests'} that take longer than ${durationInWords(Math.max(grace - delay, 0))} are cut off`,
    fix: drain.fix ?? `set terminationGracePeriodSeconds to ${seconds}`,
    ...(!drain.fix && { edits: [{ path: [...workload.templatePath, 'spec', 'terminationGracePeriodSeconds'], value: seconds }] }),
  };
}
