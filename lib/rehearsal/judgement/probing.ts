import type { Container } from '../../manifest/container';
import { questionInWords } from '../../manifest/probe';
import { durationInWords } from '../../wording/duration';
import type { Evidence, ProbeEvidence } from '../evidence';
import { measuredInWords, probePath, type Measured } from './measured';

/** A quiet server that needs this share of the timeout has nothing left when users come. */
const SHARE = 0.5;

/** What the probes were answered with nothing else to do. */
export function judgeProbes(container: Container, { probes, sockets }: Evidence): Measured[] {
  return probes.flatMap((probe): Measured[] => {
    const redirected = judgeRedirect(container, probe);
    if (redirected || probe.failed === 0) {
      return redirected ?? judgeSlow(container, probe);
    }
    // Whose port nothing listens on is told by the port.
    return probe.status === undefined && probe.answer === 'failure' && sockets.length > 0 && /ECONNREFUSED/.test(probe.output)
      ? []
      : [probe.status === 400 ? rejected(container, probe) : unanswered(container, probe)];
  });
}

function judgeRedirect(container: Container, { role, answer, location, status, failed }: ProbeEvidence): Measured[] | undefined {
  if (location === undefined || (failed === 0 && answer !== 'warning')) {
    return undefined;
  }
  return [
    {
      rule: 'probe-redirected',
      severity: failed ? 'error' : undefined,
      path: probePath(container, role),
      message: `measured: the ${role} probe is answered ${status} and sent to ${location}`,
      consequence: failed
        ? 'the probe follows, and fails for ever'
        : 'the probe checks nothing: a redirect to another host counts as success',
      fix: 'send X-Forwarded-Proto: https with the probe where the application believes it, or exempt the path',
    },
  ];
}

function rejected(container: Container, { role, failed, asked }: ProbeEvidence): Measured {
  const handler = container[role]?.handler;
  const host = handler?.kind === 'httpGet' ? handler.headers.find(({ name }) => String(name).toLowerCase() === 'host')?.value : undefined;
  return {
    rule: 'probe-host-rejected',
    severity: 'error',
    path: probePath(container, role),
    message:
      `measured: the ${role} probe was answered 400 in ${failed} of ${asked} attempts, ` +
      `with ${host === undefined ? 'the address of the pod' : JSON.stringify(host)} as Host; Django says so to a Host that is ` +
      'not in ALLOWED_HOSTS',
    consequence: role === 'readiness' ? 'the pod never gets a request' : 'the container is restarted again and again',
    fix:
      host === undefined
        ? 'give the probe a Host header that is allowed (httpHeaders)'
        : `allow ${JSON.stringify(host)}, or send a Host that is allowed`,
  };
}

function unanswered(container: Container, { role, failed, asked, output, answer, slowest }: ProbeEvidence): Measured {
  const probe = container[role]!;
  return {
    rule: 'probe-unanswered',
    path: probePath(container, role),
    message:
      `measured: ${questionInWords(probe)} of the ${role} probe failed in ${failed} of ${asked} attempts: ` +
      `${answer === 'timeout' ? `no answer within ${durationInWords(probe.timing.timeoutSeconds)}` : `${output || answer} (after ${measuredInWords(slowest)})`}`,
    consequence: role === 'readiness' ? 'the pod gets no request' : 'the container is restarted again and again',
    fix: 'ask what the application answers, or start what the answer depends on and rehearse again',
  };
}

function judgeSlow(container: Container, { role, slowest }: ProbeEvidence): Measured[] {
  const { timeoutSeconds } = container[role]!.timing;
  return role === 'liveness' && slowest > SHARE * timeoutSeconds
    ? [
        {
          rule: 'liveness-impatient',
          path: probePath(container, role),
          message:
            `measured: with nothing else to do, the answer to liveness took ${measuredInWords(slowest)} of the ` +
            `${durationInWords(timeoutSeconds)} that it has`,
          consequence: 'a server that is busy for a moment is restarted',
          fix: 'see the suggested budgets, or ask something that answers sooner',
        },
      ]
    : [];
}
