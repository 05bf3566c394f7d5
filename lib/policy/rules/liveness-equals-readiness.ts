import { earliestWhileRunning, hasProbe, latestWhileRunning, probe, question, quoted } from '../cel';
import type { PolicyRule } from '../policy-rule';

/** Clients of servers: whether such a command asks the server of its own container is more than a policy can tell. */
const CLIENTS =
  'pg_isready|psql|mysql|mysqladmin|mariadb|mariadb-admin|redis-cli|valkey-cli|mongo|mongosh|rabbitmq-diagnostics|rabbitmqctl';
const CLIENT = `(^|[ /])(${CLIENTS}|celery|nc|telnet)( |$)`;

const SAME =
  `${hasProbe('liveness')} && ${hasProbe('readiness')} && size(${question('liveness')}) > 0 && ` +
  `${question('liveness')} == ${question('readiness')} && !has(${probe('liveness')}.tcpSocket) && ` +
  `!(has(${probe('liveness')}.exec) && ${question('liveness')}.join(' ').matches(${quoted(CLIENT)}))`;
const LATER = `${earliestWhileRunning('liveness')} > ${latestWhileRunning('readiness')}`;
const HAS_PORTS = 'size(c.?ports.orValue([])) > 0';

export const livenessEqualsReadiness: PolicyRule = {
  rule: 'liveness-equals-readiness',
  decides: 'the same question twice, over HTTP or gRPC or by a command that is no client of a database or a broker',
  levels: [
    { severity: 'error', faulty: `${SAME} && !(${LATER}) && ${HAS_PORTS}` },
    { severity: 'warning', faulty: `${SAME} && !(${LATER}) && !(${HAS_PORTS})` },
    { severity: 'info', faulty: `${SAME} && ${LATER}` },
  ],
  covers: ({ message }) => message.startsWith('liveness and readiness ask the same') && !/TCP connect/.test(message) && !isClient(message),
};

function isClient(message: string): boolean {
  const [, command] = /\(exec (.*)\): readiness gives up/s.exec(message) ?? [];
  return command !== undefined && new RegExp(CLIENT).test(command);
}
