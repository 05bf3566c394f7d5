import { objectOf } from '../../manifest/json';
import { durationInWords } from '../../wording/duration';
import type { Evidence, Shutdown } from '../evidence';
import type { Play } from '../play';
import { measuredInWords, type Measured } from './measured';

/** What SIGTERM came to. */
export function judgeShutdown({ workload, container }: Pick<Play, 'workload' | 'container'>, { shutdown, command }: Evidence): Measured[] {
  if (!shutdown || shutdown.sigterm === 'too late') {
    return [];
  }
  const { sigterm, took, watched, gracePeriod, preStop, late } = shutdown;
  if (sigterm === 'ignored') {
    return [
      {
        rule: 'signal-not-forwarded',
        severity: 'error',
        path: container.json.command ? [...container.path, 'command'] : container.path,
        message:
          `measured: ${command[0]} is process 1 and does not handle SIGTERM, so the kernel does not deliver ` +
          `it${late.answered > 0 ? `; ${measuredInWords(watched)} later the server still ran` : ''}`,
        consequence: `the container is killed ${durationInWords(gracePeriod)} after every stop, in the middle of its requests`,
        fix: 'write exec before the server, or start it without a shell',
      },
    ];
  }
  if (took === undefined) {
    const said = objectOf(workload.podSpec).terminationGracePeriodSeconds !== undefined;
    return [
      {
        rule: 'grace-too-short',
        path: [...workload.templatePath, 'spec', ...(said ? ['terminationGracePeriodSeconds'] : [])],
        message:
          `measured: ${measuredInWords(watched)} after SIGTERM${preStop >= 1 ? ` and ${durationInWords(preStop)} of preStop` : ''} ` +
          'processes still ran, and the grace period of ' +
          `${durationInWords(gracePeriod)} was over`,
        consequence: 'what it was still answering is cut off in every rollout',
        fix: 'let the server finish sooner (graceful timeout), or raise terminationGracePeriodSeconds',
      },
    ];
  }
  return dropped(shutdown, container.path);
}

function dropped({ inFlight, late, preStop }: Shutdown, path: Measured['path']): Measured[] {
  const cut = inFlight.sent - inFlight.answered;
  const refused = late.sent - late.answered;
  if (cut === 0 && refused === 0) {
    return [];
  }
  const parts = [
    cut > 0 && `${cut} of ${inFlight.sent} requests under way at SIGTERM were cut off (${reasons(inFlight.failures)})`,
    refused > 0 && `${refused} of ${late.sent} requests that came within 2 s of the shutdown failed (${reasons(late.failures)})`,
  ].filter(Boolean);
  return [
    {
      rule: 'shutdown-drops-requests',
      path,
      message: `measured: ${parts.join('; ')}, with ${preStop >= 1 ? `${durationInWords(preStop)} of preStop` : 'no wait'} before SIGTERM`,
      consequence: 'users see errors in every rollout, until the endpoints are gone from every node',
      fix:
        cut > 0 ? 'let the server finish what it has accepted (graceful timeout, worker class)' : 'add lifecycle.preStop.sleep.seconds: 10',
    },
  ];
}

/** `ECONNREFUSED 12×, 503`. */
export function reasons(failures: ReadonlyMap<string, number>): string {
  return [...failures].map(([reason, times]) => (times > 1 ? `${reason} ${times}×` : reason)).join(', ');
}
