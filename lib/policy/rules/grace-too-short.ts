import { listOf, objectOf } from '../../manifest/json';
import type { PolicyRule } from '../policy-rule';

const GRACE = 'variables.pod.?terminationGracePeriodSeconds.orValue(30)';
const HOOK = 'c.lifecycle.preStop';
const COMMAND = `${HOOK}.exec.?command.orValue([])`;
/** `sh -c 'sleep 15; nginx -s quit'`: the first command is what certainly takes its time. */
const SCRIPT = '^ *(exec +)?sleep +[0-9]+s? *($|[;&\\n].*)';

const PLAIN = `size(${COMMAND}) == 2 && ${COMMAND}[0].matches('^(.*/)?sleep$') && ${COMMAND}[1].matches('^[0-9]{1,9}s?$')`;
const IN_SHELL =
  `size(${COMMAND}) == 3 && ${COMMAND}[0].matches('^(.*/)?(sh|bash|dash|ash)$') && ${COMMAND}[1] == '-c' && ` +
  `${COMMAND}[2].matches('^ *(exec +)?sleep +[0-9]{1,9}s?( *$| *[;&\\n])')`;
const SECONDS_IN = (text: string) => `int(${text}.find('[0-9]+'))`;

export const graceTooShort: PolicyRule = {
  rule: 'grace-too-short',
  decides:
    'a preStop hook that alone fills the grace period, by its sleep or by the first command that it runs; what the server takes is left',
  levels: [
    {
      severity: 'error',
      faulty:
        `has(c.lifecycle) && has(${HOOK}) && (has(${HOOK}.sleep) ? ${HOOK}.sleep.seconds > 0 && ${HOOK}.sleep.seconds >= ${GRACE} : ` +
        `has(${HOOK}.exec) && ((${PLAIN}) ? ${SECONDS_IN(`${COMMAND}[1]`)} > 0 && ${SECONDS_IN(`${COMMAND}[1]`)} >= ${GRACE} : ` +
        `(${IN_SHELL}) && ${SECONDS_IN(`${COMMAND}[2]`)} > 0 && ${SECONDS_IN(`${COMMAND}[2]`)} >= ${GRACE}))`,
    },
  ],
  covers({ consequence }, container) {
    const preStop = objectOf(objectOf(container.lifecycle).preStop);
    const [program, second, script] = listOf(objectOf(preStop.exec).command).map(String);
    const simple =
      preStop.sleep !== undefined ||
      (script === undefined && /^(.*\/)?sleep$/.test(program ?? '') && /^\d{1,9}s?$/.test(second ?? '')) ||
      (/^(.*\/)?(sh|bash|dash|ash)$/.test(program ?? '') && second === '-c' && new RegExp(SCRIPT, 's').test(script ?? ''));
    return simple && consequence === 'the process gets no time at all to finish its requests';
  },
};
