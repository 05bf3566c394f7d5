import { probesOf, type Container } from '../manifest/container';
import { questionInWords } from '../manifest/probe';
import { bytesInWords } from '../wording/quantity';
import { durationInWords } from '../wording/duration';
import type { Evidence, Pool, ProbeEvidence, WeighedProcess } from './evidence';
import { bootOf, exitInWords } from './judgement/booting';
import { isReachable, socketInWords } from './judgement/binding';
import { measuredInWords } from './judgement/measured';
import { reasons } from './judgement/stopping';
import { weightOf } from './stages/pool';

/** What was measured at one link of the chain. */
export interface Measurement {
  readonly link: string;
  readonly lines: readonly string[];
}

/** What was measured, link by link, for people to read. */
export function measurementsOf(container: Container, memoryLimit: number | undefined, evidence: Evidence): Measurement[] {
  const measurements: Measurement[] = [
    { link: 'process', lines: [evidence.command.join(' ')] },
    { link: 'boot', lines: bootLines(container, evidence) },
    {
      link: 'bound',
      lines: evidence.sockets.map(
        (socket) => `${socketInWords(socket)}${isReachable(socket) ? '' : ', which only the pod itself reaches'}`,
      ),
    },
    { link: 'probes', lines: evidence.probes.map((probe) => probeLine(container, probe)) },
    { link: 'pool', lines: poolLines(evidence.poolAtBoot, memoryLimit, 'at boot') },
    { link: 'load', lines: loadLines(container, memoryLimit, evidence) },
    { link: 'busy', lines: busyLines(container, evidence) },
    { link: 'master', lines: masterLines(evidence) },
    { link: 'while', lines: disturbanceLines(evidence) },
    { link: 'shutdown', lines: shutdownLines(evidence) },
  ];
  return measurements.filter(({ lines }) => lines.length > 0);
}

function bootLines(container: Container, { boot, ended }: Evidence): string[] {
  const { listened, answered, waited, condemned } = boot;
  const took = bootOf(container, boot);
  const limiting = container.startup ?? container.liveness;
  return [
    listened === undefined ? `listens on nothing within ${measuredInWords(waited)}` : `listens after ${measuredInWords(listened)}`,
    ...[...answered].map(([role, at]) => `${role} is answered after ${measuredInWords(at)}`),
    ...probesOf(container)
      .filter(({ role }) => !answered.has(role))
      .map(({ role }) => `${role} is not answered well within ${measuredInWords(waited)}`),
    ...(ended ? [`ended by itself ${exitInWords(ended.exit)} after ${measuredInWords(ended.at)}`] : []),
    ...(condemned !== undefined ? [`the kubelet would have killed it after ${measuredInWords(condemned)}`] : []),
    ...(took !== undefined && limiting
      ? [
          `the ${limiting.role} probe allows ${durationInWords(limiting.timing.earliestVerdict)} to ${durationInWords(limiting.timing.latestVerdict)}`,
        ]
      : []),
  ];
}

function probeLine(container: Container, { role, asked, failed, slowest, output, answer, status, location }: ProbeEvidence): string {
  const probe = container[role]!;
  const came = [
    status !== undefined && String(status),
    location !== undefined && `to ${location}`,
    failed > 0 && (answer === 'timeout' ? 'no answer in time' : output),
  ]
    .filter(Boolean)
    .join(', ');
  return (
    `${role}: ${questionInWords(probe)}: ${failed ? `${failed} of ${asked} failed` : 'answered'}${came && ` (${came})`}, slowest ` +
    `${measuredInWords(slowest)} of ${durationInWords(probe.timing.timeoutSeconds)}`
  );
}

function poolLines(pool: Pool, memoryLimit: number | undefined, when: string): string[] {
  const weight = weightOf(pool);
  return [
    ...(pool.workers.length
      ? [
          `${pool.workers.length} ${pool.workers.length === 1 ? 'worker' : 'workers'} ${when}: threads ` +
            `${spread(pool.workers, ({ threads }) => threads, String)}, ` +
            `PSS ${spread(pool.workers, ({ memory }) => memory?.pss ?? NaN, bytesInWords)}, USS ` +
            `${spread(pool.workers, ({ memory }) => memory?.uss ?? NaN, bytesInWords)} each`,
        ]
      : []),
    ...(weight === undefined || pool.workers.length + pool.others.length === 0
      ? []
      : [
          `${bytesInWords(weight)} in all ` +
            `${when}${memoryLimit === undefined ? ', and no memory limit' : ` of ${bytesInWords(memoryLimit)}`}`,
        ]),
  ];
}

/** `4`, or `4 to 9` where they differ. */
function spread(processes: readonly WeighedProcess[], of: (process: WeighedProcess) => number, say: (value: number) => string): string {
  const values = processes.map(of);
  const [least, most] = [say(Math.min(...values)), say(Math.max(...values))];
  return values.some(Number.isNaN) ? 'unknown' : least === most ? least : `${least} to ${most}`;
}

function loadLines(container: Container, memoryLimit: number | undefined, { load }: Evidence): string[] {
  return load
    ? [
        `${load.clients} clients ask ${load.path} for ${measuredInWords(load.seconds)}: ${load.answered} answers, median ${measuredInWords(load.median)}, slowest ${measuredInWords(load.slowest)}${
          load.failures.size ? `; failed: ${reasons(load.failures)}` : ''
        }`,
        ...load.probes.map((probe) => probeLine(container, probe)),
        ...poolLines(load.pool, memoryLimit, 'after the load'),
      ]
    : [];
}

function busyLines(container: Container, { busy }: Evidence): string[] {
  return busy
    ? [
        `${busy.requests} requests for ${busy.path} hold the pool for ${measuredInWords(busy.held)}`,
        ...busy.probes.map((probe) => probeLine(container, probe)),
      ]
    : [];
}

function masterLines({ stoppedMaster }: Evidence): string[] {
  if (!stoppedMaster?.length) {
    return [];
  }
  const seen = stoppedMaster.filter(({ failed }) => failed > 0).map(({ role }) => role);
  return [
    seen.length
      ? `stopped, ${seen.join(' and ')} fails`
      : 'stopped, every probe is still answered: that workers are no longer replaced is seen by no probe',
  ];
}

function disturbanceLines({ disturbance, transitions }: Evidence): string[] {
  if (!disturbance) {
    return [];
  }
  const { command, from, to, exit, readyBefore, readyAfter, readyAgain } = disturbance;
  const changes = transitions.filter(({ at }) => at >= from && (readyAgain === undefined || at <= readyAgain + 1));
  return [
    `${command.join(' ')} ran for ${measuredInWords(to - from)} and ended ${exitInWords(exit)}`,
    ...changes.map(({ at, role, result }) => `${role} turned to ${result} ${measuredInWords(at - from)} after it began`),
    changes.length === 0
      ? `no probe changed: it was and stayed ${readyBefore ? 'ready' : 'unready'}`
      : readyAgain === undefined
        ? `${readyAfter ? 'ready' : 'not ready'} at the end`
        : `ready again ${measuredInWords(Math.max(readyAgain - to, 0))} after it ended`,
  ];
}

function shutdownLines({ shutdown }: Evidence): string[] {
  if (!shutdown) {
    return [];
  }
  const { preStop, sigterm, took, watched, gracePeriod, exit, inFlight, late } = shutdown;
  const requests = ({ sent, answered, failures }: typeof late) =>
    `${answered} of ${sent} answered${failures.size ? ` (${reasons(failures)})` : ''}`;
  return [
    ...(preStop >= 0.5 ? [`preStop took ${measuredInWords(preStop)}`] : []),
    sigterm === 'ignored'
      ? 'SIGTERM is not handled by process 1, and so not delivered'
      : took === undefined
        ? `still running ${measuredInWords(watched)} after SIGTERM`
        : `ended ${measuredInWords(took)} after SIGTERM${exit ? ` ${exitInWords(exit)}` : ''}, of ${durationInWords(gracePeriod)}`,
    ...(inFlight.sent ? [`requests under way: ${requests(inFlight)}`] : []),
    ...(late.sent ? [`requests that came within 2 s: ${requests(late)}`] : []),
  ];
}
