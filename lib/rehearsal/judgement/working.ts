import { isKnown } from '../../application/process/setting';
import { bytesInWords } from '../../wording/quantity';
import { durationInWords } from '../../wording/duration';
import type { Evidence, ProbeEvidence } from '../evidence';
import type { Play } from '../play';
import { weightOf } from '../stages/pool';
import { measuredInWords, probePath, type Measured } from './measured';

/** A few seconds of one path do not show all that a worker comes to weigh. */
const NEAR = 0.9;

type Subject = Pick<Play, 'reading' | 'container'>;

/** What the pool is, what it weighs, and what the probes see of it when it works. */
export function judgeWork(subject: Subject, evidence: Evidence): Measured[] {
  const { load, busy } = evidence;
  return [
    ...judgeWorkers(subject, evidence),
    ...judgeMemory(subject, evidence),
    ...(load ? judgeShared(subject, load.probes, `under ${load.clients} clients that ask ${load.path}`) : []),
    ...(busy
      ? judgeShared(
          subject,
          busy.probes,
          `behind ${busy.requests} requests for ${busy.path}, which held every worker for ${measuredInWords(busy.held)},`,
        )
      : []),
  ];
}

/** gunicorn reads variables that its command line and its file override: then other workers run than the manifest says. */
function judgeWorkers({ reading }: Subject, { poolAtBoot }: Evidence): Measured[] {
  const { gunicorn, environment } = reading.process;
  const really = poolAtBoot.workers.length;
  if (!gunicorn || really === 0) {
    return [];
  }
  const said = [...environment.variables.values()].flatMap(({ name, value, path }) => {
    const [, number] =
      name === 'WEB_CONCURRENCY'
        ? [value, value]
        : name === 'GUNICORN_CMD_ARGS'
          ? (/(?:^|\s)(?:--workers[ =]|-w ?)(\d+)/.exec(value) ?? [])
          : [];
    return number !== undefined && /^\d+$/.test(number) ? [{ name, path, number: Number(number) }] : [];
  });
  const known = isKnown(gunicorn.workers) ? ` (${gunicorn.workers.value} by ${gunicorn.workers.origin})` : '';
  return said
    .filter(({ number }) => number !== really)
    .map(({ name, path, number }) => ({
      rule: 'carrier-ignored',
      path,
      message: `measured: ${name} asks for ${number} workers, and ${really} ${really === 1 ? 'runs' : 'run'}${known}`,
      consequence: 'the pool is not the one that was sized: it may be too small for its users, or too heavy for its limit',
      fix: `say the number of workers in one place, and take it out of what overrides ${name}: the command line or the configuration file`,
    }));
}

function judgeMemory({ reading, container }: Subject, { load }: Evidence): Measured[] {
  const { memoryLimit } = reading.resources;
  const weight = load && weightOf(load.pool);
  if (memoryLimit === undefined || weight === undefined || weight <= NEAR * memoryLimit) {
    return [];
  }
  const over = weight > memoryLimit;
  return [
    {
      rule: 'workers-exceed-memory',
      severity: over ? 'error' : 'warning',
      path: [...container.path, 'resources'],
      message:
        `measured: ${load!.pool.workers.length} workers and what starts them weigh ${bytesInWords(weight)} after ` +
        `${measuredInWords(load!.seconds)} of load; ` +
        `the memory limit is ${bytesInWords(memoryLimit)}`,
      consequence: over
        ? 'the container is killed for its memory as soon as users come'
        : 'a little more load, and the container is killed for its memory',
      fix: 'run fewer workers, or raise the memory limit',
    },
  ];
}

function judgeShared({ container }: Subject, probes: readonly ProbeEvidence[], situation: string): Measured[] {
  return probes
    .filter(({ role, failed, answer }) => role === 'liveness' && failed > 0 && answer === 'timeout')
    .map(({ role, failed, asked }) => ({
      rule: 'liveness-impatient',
      path: probePath(container, role),
      message:
        `measured: ${situation} liveness was not answered within ${durationInWords(container[role]!.timing.timeoutSeconds)} in ${failed} ` +
        `of ${asked} attempts`,
      consequence: 'a pod whose workers are all busy is restarted, and its load goes to the others',
      fix: 'raise timeoutSeconds, and failureThreshold until the earliest verdict is beyond the slowest request',
    }));
}
