import { startsWithin } from '../../conventions/annotations';
import { knownServerPatterns } from '../../review/known-server';
import { earliestVerdict, hasProbe, quoted } from '../cel';
import type { PolicyRule } from '../policy-rule';

const { beside, quick, others, ports, quickPorts } = knownServerPatterns();
const IMAGE = "c.?image.orValue('').split('@')[0].split('/')";
const NAME = `${IMAGE}[size(${IMAGE}) - 1].split(':')[0]`;
const OWN_PORTS = `c.?ports.orValue([]).filter(p, p.?protocol.orValue('TCP') == 'TCP' && p.containerPort in [${ports.join(', ')}])`;
const IS_QUICK =
  `(!${NAME}.matches(${quoted(beside)}) && (${NAME}.matches(${quoted(quick)}) || (!${NAME}.matches(${quoted(others)}) && ` +
  `size(${OWN_PORTS}) > 0 && ${OWN_PORTS}[0].containerPort in [${quickPorts.join(', ')}])))`;
const STATED = `object.spec.template.?metadata.?annotations[?(${quoted(startsWithin(''))} + c.name)].orValue('')`;
const IS_STATED = `${STATED}.matches('^[0-9]{1,6}([.][0-9]+)?$')`;
const HAS_HANDLER = (role: string) => `(has(${role}.httpGet) || has(${role}.tcpSocket) || has(${role}.grpc) || has(${role}.exec))`;

const tooSoon = (role: 'startup' | 'liveness') =>
  `${HAS_HANDLER(`c.${role}Probe`)} && (${IS_STATED} ? double(${earliestVerdict(role)}) < double(${STATED}) : ` +
  `(!${IS_QUICK} && ${earliestVerdict(role)} < variables.coldBoot))`;

export const startupUncovered: PolicyRule = {
  rule: 'startup-uncovered',
  decides: 'all of it',
  levels: [
    {
      severity: 'warning',
      faulty: `(${hasProbe('startup')} ? (${tooSoon('startup')}) : (${hasProbe('liveness')} && ${tooSoon('liveness')}))`,
    },
  ],
  parameters: [
    { key: 'cold-boot-seconds', variable: 'coldBoot', default: 20, says: 'what every boot must be given, where none is stated' },
  ],
};
