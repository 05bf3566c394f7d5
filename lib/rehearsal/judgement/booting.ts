import type { Container } from '../../manifest/container';
import { durationInWords } from '../../wording/duration';
import type { Boot, Evidence } from '../evidence';
import { measuredInWords, probePath, type Measured } from './measured';

/** A boot takes longer on a node that is busy than on a machine with nothing to do. */
const SPARE = 1.5;

/** Whether the boot fits into what the kubelet allows. */
export function judgeBoot(container: Container, { boot, probes, ended }: Evidence): Measured[] {
  if (ended) {
    const { at, exit, said } = ended;
    return [
      {
        rule: 'process-ended',
        path: container.path,
        message:
          `measured: the process ended by itself ${exitInWords(exit)} after ` +
          `${measuredInWords(at)}${boot.answered.size ? '' : ', before any probe was answered'}` +
          `${said && `; ${wordsOf(said)}`}`,
        consequence: 'the container is started again and again, and no user is served',
        fix: 'fix what it says, or give what it misses (--env, --cwd) if this machine lacks what the cluster has',
      },
    ];
  }
  const probe = container.startup ?? container.liveness;
  const took = bootOf(container, boot);
  // A probe that is refused for another reason than time is told as that.
  if (!probe || (took === undefined && probes.some(({ role, status }) => role === probe.role && status !== undefined && status < 500))) {
    return [];
  }
  const { earliestVerdict, latestVerdict } = probe.timing;
  const waited = took ?? boot.waited;
  if ((took === undefined && waited < earliestVerdict) || (took !== undefined && took * SPARE <= earliestVerdict)) {
    return [];
  }
  const killed = waited > earliestVerdict;
  return [
    {
      rule: 'startup-uncovered',
      path: probePath(container, probe.role),
      severity: killed ? 'error' : 'warning',
      message:
        `measured: ${took === undefined ? `no answer within ${measuredInWords(waited)}` : `the boot took ${measuredInWords(took)}`}, ` +
        `and the ${probe.role} probe ` +
        `condemns after ${durationInWords(earliestVerdict)} to ${durationInWords(latestVerdict)} (${probe.timing.explain()})`,
      consequence: killed
        ? 'the kubelet kills it before it has booted, and so the next'
        : 'on a busy node the same boot is killed, and so is the next',
      fix:
        took === undefined
          ? 'let the process boot faster, or give it longer'
          : `allow twice the boot: a startup probe of ${durationInWords(Math.ceil(2 * took))}; see the suggested budgets`,
    },
  ];
}

/** The line in which Python, Node or Go says what nobody caught. */
const UNCAUGHT = /^(?:[\w.]*(?:Error|Exception|Exit)|panic)\b.*/;

/** What it died of, where that can be seen, and what it wrote last. */
function wordsOf(said: string): string {
  const lines = said.split('\n');
  const last = lines.slice(-3);
  const cause = lines.filter((line) => UNCAUGHT.test(line)).pop();
  return `it wrote${cause === undefined || last.includes(cause) ? '' : `: ${cause}; and`} last: ${last.join(' | ')}`;
}

/** Seconds until it answered what limits its boot, else until it was ready; nothing where it never did. */
export function bootOf({ startup, liveness }: Pick<Container, 'startup' | 'liveness'>, { answered, listened }: Boot): number | undefined {
  const role = startup ? 'startup' : liveness ? 'liveness' : 'readiness';
  return answered.get(role) ?? (answered.size === 0 && !startup && !liveness ? listened : undefined);
}

/** `with status 1`, `by SIGKILL`. */
export function exitInWords({ code, signal }: { readonly code?: number; readonly signal?: string }): string {
  return signal === undefined ? `with status ${code ?? '?'}` : `by ${signal}`;
}
