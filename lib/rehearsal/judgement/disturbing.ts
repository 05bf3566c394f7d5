import type { Container } from '../../manifest/container';
import type { Evidence } from '../evidence';
import { probePath, type Measured } from './measured';

/** A disturbance of the world outside is no reason to restart. */
export function judgeDisturbance(container: Container, { disturbance, transitions }: Evidence): Measured[] {
  const condemned =
    disturbance && transitions.find(({ at, role, result }) => role === 'liveness' && result === 'failure' && at >= disturbance.from);
  return condemned
    ? [
        {
          rule: 'liveness-checks-dependency',
          severity: 'error',
          path: probePath(container, 'liveness'),
          message: `measured: while ${disturbance.command.join(' ')} ran, or after it, liveness condemned the container`,
          consequence: 'such an outage restarts all replicas, again and again',
          fix: 'let liveness ask an endpoint that touches nothing but the process',
        },
      ]
    : [];
}
