import type { Question } from '../kubelet/pod/question';
import type { Container } from '../manifest/container';
import { asksForReadiness, dependencySign } from '../manifest/dependency-check';
import type { Probe } from '../manifest/probe';

/** A health endpoint computes next to nothing. Milliseconds. */
const CHECK_TIME = 2;

/** What a probe asks of the process. Its names tell whether it needs the dependency; so may an endpoint that readiness asks too. */
export function questionOf(container: Container, probe: Probe): Question | undefined {
  const { handler } = probe;
  const dependent = dependencySign(container, probe) !== undefined || asksForReadiness(probe);
  switch (handler?.kind) {
    case undefined: return undefined;
    case 'tcpSocket': return { kind: 'connection' };
    case 'exec':
      return handler.command.some((word) => /\b(localhost|127\.0\.0\.1)\b/.test(word))
        ? { kind: 'request', endpoint: { dependent: false, without: '503' }, cpu: CHECK_TIME } : { kind: 'command', dependent };
    default: return { kind: 'request', endpoint: { dependent, without: '503' }, cpu: CHECK_TIME };
  }
}
