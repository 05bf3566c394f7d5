import { hasProbe, probe } from '../cel';
import type { PolicyRule } from '../policy-rule';
import type { ProbeRole } from '../../conventions/probe-role';

const lost = (port: string) =>
  `(type(${port}) == string && ${port} != '' && !${port}.matches('^[0-9]+$') && ` +
  `!c.?ports.orValue([]).exists(p, p.?name.orValue('') == ${port}))`;

const lostIn = (role: ProbeRole) =>
  `(${hasProbe(role)} && (has(${probe(role)}.httpGet) ? ${lost(`${probe(role)}.httpGet.port`)} : ` +
  `has(${probe(role)}.tcpSocket) && ${lost(`${probe(role)}.tcpSocket.port`)}))`;

export const probePortUnresolved: PolicyRule = {
  rule: 'probe-port-unresolved',
  decides: 'all of it',
  hooks: true,
  levels: [{ severity: 'error', faulty: (['startup', 'readiness', 'liveness'] as const).map(lostIn).join(' || ') }],
};
