import type { Question } from './pool/question';
import { refusedBecause } from './refused';
import { asksForReadiness, dependencySign } from '../application/dependency-check';
import type { Listener } from '../application/process/listener';
import type { Setting } from '../application/process/setting';
import type { ProbeReading } from '../reading/probe-reading';

/** A health endpoint computes next to nothing. Milliseconds. */
const CHECK_TIME = 2;

/**
 * What a probe asks of the process. The code behind it, where it was read, and else its names tell whether it needs the dependency.
 *
 * @param noticedAfter seconds for which the dependency hangs before an endpoint says so that does not ask it itself
 */
export function questionOf(reading: ProbeReading, listeners: Setting<readonly Listener[]>, noticedAfter?: number): Question | undefined {
  const { probe, use, of } = reading;
  const { handler } = probe;
  const because = refusedBecause(reading, listeners);
  if (because !== undefined) {
    return { kind: 'refused', because };
  }
  const dependent = use !== undefined || dependencySign(of.container, probe) !== undefined || asksForReadiness(probe);
  switch (handler?.kind) {
    case undefined:
      return undefined;
    case 'tcpSocket':
      return { kind: 'connection' };
    case 'exec':
      return handler.command.some((word) => /\b(localhost|127\.0\.0\.1)\b/.test(word))
        ? { kind: 'request', endpoint: { dependent: false, without: '503' }, cpu: CHECK_TIME }
        : { kind: 'command', dependent };
    default:
      return {
        kind: 'request',
        cpu: CHECK_TIME,
        endpoint: { dependent, without: '503', noticedAfter: noticedAfter === undefined ? undefined : noticedAfter * 1000 },
      };
  }
}
