import { parseArgs, type ParseArgsConfig } from 'node:util';
import { measurePool, type MeasuredPool } from '../rehearsal/measured-pool';
import { MEBIBYTE, parseQuantity } from '../conventions/quantity';
import { bytesInWords } from '../wording/quantity';
import { checkPool } from '../workers/pool-numbers';
import { sizePool, type PoolSize } from '../workers/pool-size';
import type { Peak } from '../workers/replica-count';
import { WorkerClass } from '../workers/worker-class';
import { master } from '../workers/worker-memory';
import { WorkerPlan } from '../workers/worker-plan';
import { Rejection } from '../props/rejection';
import { UsageError, type Command, type Outcome } from './command';
import { untilInterrupted } from './interruption';
import { needed, optional, rate, seconds, share, whole, type Read } from './number-option';

const CLASSES = Object.values(WorkerClass);
const FORMATS = ['text', 'json'];

const OPTIONS = {
  cpu: { type: 'string' },
  memory: { type: 'string' },
  'worker-class': { type: 'string', default: WorkerClass.GTHREAD },
  'worker-memory': { type: 'string' },
  'db-connections': { type: 'string' },
  peak: { type: 'string' },
  p95: { type: 'string' },
  mean: { type: 'string' },
  'on-cpu': { type: 'string' },
  measure: { type: 'boolean', default: false },
  path: { type: 'string', multiple: true },
  format: { type: 'string', default: 'text' },
} satisfies ParseArgsConfig['options'];

export const size: Command = {
  help: `probewise size --cpu CPU --memory SIZE [options] [--measure -- COMMAND…]

How many workers fit into a container, how many pods a peak takes, how long a probe waits then, and the arithmetic.

  --cpu CPU               CPU limit of the container, or its request: 1, 500m
  --memory SIZE           its memory limit: 1Gi, 512Mi
  --worker-class CLASS    ${CLASSES.join(', ')} (default ${WorkerClass.GTHREAD})
  --worker-memory SIZE    what one worker weighs under load (default: measured for a small Django application)
  --db-connections N      max_connections of the database, shared by every pod that a rollout has
  --peak RATE             requests at peak: 80/s
  --p95 TIME              how long 95 of 100 requests take: 300ms, 1.5s
  --mean TIME             how long one takes on average; without it every request counts as one that takes the p95
  --on-cpu SHARE          the share of it that they compute: 40%
  --measure -- COMMAND…   run it for about 15 s, load it, and plan with what it weighed and took. Linux only; it never
                          outlives the command
  --path PATH             what is asked of it (default /). Repeatable: in turn
  --format FORMAT         ${FORMATS.join(', ')} (default text)

--peak, --p95 and --on-cpu go together; with --measure the last two are measured unless given.
Exit codes: 0 a plan; 2 unusable input or usage, or interrupted.
`,
  async run(args) {
    const end = args.includes('--') ? args.indexOf('--') : args.length;
    const command = args.slice(end + 1);
    const { values } = parseArgs({ args: args.slice(0, end), options: OPTIONS });
    const pool = poolOf(values);
    checkMeasurement(values, command, end < args.length);
    peakOf(values, values.measure ? ANY : undefined); // what cannot be used is said before anything runs
    if (!values.measure) {
      return outcomeOf(pool, values);
    }
    const env = process.env as Readonly<Record<string, string>>;
    const paths = values.path ?? ['/'];
    const measured = await untilInterrupted((signal) => measurePool({ command, signal, cwd: '.', paths, env }));
    if (!measured) {
      return { exitCode: 2, out: '', err: 'probewise size: interrupted; the processes were ended, and nothing is concluded\n' };
    }
    if ('problems' in measured) {
      throw new UsageError(measured.problems.join('\n'));
    }
    return outcomeOf(pool, values, measured);
  },
};

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

/** What was said of the container and of a worker. */
function poolOf(values: Values) {
  if (!FORMATS.includes(values.format)) {
    throw new UsageError(`--format ${values.format}: there is ${FORMATS.join(', ')}`);
  }
  const workerClass = CLASSES.find((one) => one === values['worker-class']);
  if (!workerClass) {
    throw new UsageError(`--worker-class ${values['worker-class']}: there is ${CLASSES.join(', ')}`);
  }
  return {
    workerClass,
    cpus: needed('--cpu', values.cpu, quantity, '500m'),
    memory: needed('--memory', values.memory, quantity, '1Gi'),
    weight: optional('--worker-memory', values['worker-memory'], quantity, '90Mi'),
    connectionLimit: optional('--db-connections', values['db-connections'], whole, '100'),
  };
}

function outcomeOf({ workerClass, weight, ...limits }: ReturnType<typeof poolOf>, values: Values, measured?: MeasuredPool): Outcome {
  const peak = peakOf(values, measured);
  // The library's own figure for the master stays in the sum; what weighs more is reserved beside it.
  const reservedMemory = measured && Math.max(0, measured.sharedBytes - master(false) * MEBIBYTE);
  const options = { workerClass, memoryPerWorker: weight ?? measured?.loadedBytesPerWorker, reservedMemory };
  const size = planned(() => {
    checkPool(options);
    return sizePool(options, { ...limits, peak });
  });
  return { exitCode: 0, out: told(size, values.format, measured) };
}

function checkMeasurement({ measure, path = [] }: Pick<Values, 'measure' | 'path'>, command: readonly string[], separated: boolean): void {
  if (!measure && (separated || path.length)) {
    throw new UsageError('a command and --path are for --measure: probewise size --cpu 1 --memory 1Gi --measure -- gunicorn shop.wsgi');
  }
  if (measure && command.length === 0) {
    throw new UsageError('--measure: name the command after --, such as -- gunicorn shop.wsgi');
  }
  if (measure && process.platform !== 'linux') {
    throw new UsageError(`--measure reads what the kernel of Linux says of processes, and this is ${process.platform}`);
  }
  const wrong = path.find((one) => !/^\/[\x21-\x7e]*$/.test(one));
  if (wrong !== undefined) {
    throw new UsageError(`--path ${wrong}: a path begins with / and holds no spaces`);
  }
}

/** Stands for what is not measured yet. */
const ANY = { p95: 1, onCpu: 1 };

function peakOf(values: Pick<Values, 'peak' | 'p95' | 'mean' | 'on-cpu'>, measured?: typeof ANY): Peak | undefined {
  if ([values.peak, values.p95, values.mean, values['on-cpu']].every((value) => value === undefined)) {
    return undefined;
  }
  return {
    arrivals: needed('--peak', values.peak, rate, '80/s'),
    mean: optional('--mean', values.mean, seconds, '100ms'),
    p95: optional('--p95', values.p95, seconds, '300ms') ?? measured?.p95 ?? needed('--p95', undefined, seconds, '300ms'),
    onCpu: optional('--on-cpu', values['on-cpu'], share, '40%') ?? measured?.onCpu ?? needed('--on-cpu', undefined, share, '40%'),
  };
}

function told({ plan: numbers, replicas, connections }: PoolSize, format: string, measured?: MeasuredPool): string {
  const plan = WorkerPlan._of(numbers, true);
  return format === 'json'
    ? `${JSON.stringify({ measured, plan: shown(plan), replicas, connections }, null, 2)}\n`
    : `${[...(measured ? measuredInWords(measured) : []), plan.explain(), ...(replicas?.account ?? []), ...(connections ? [`database   ${connections}`] : [])].join('\n')}\n`;
}

function measuredInWords({
  workers,
  threads,
  bootBytesPerWorker,
  loadedBytesPerWorker,
  sharedBytes,
  answered,
  asked,
  p95,
  onCpu,
}: MeasuredPool): string[] {
  return [
    `measured   ${workers} ${workers === 1 ? 'worker' : 'workers'} with up to ${threads} threads; the heaviest has ` +
      `${bytesInWords(bootBytesPerWorker)} of its own at boot and ` +
      `${bytesInWords(loadedBytesPerWorker)} after ${answered} requests, and ${bytesInWords(sharedBytes)} are the master's or shared`,
    `measured   one request at a time, ${asked} of them: 95 of 100 within ${(p95 * 1000).toFixed(p95 < 0.1 ? 1 : 0)} ms, ` +
      `${Math.round(onCpu * 100)} % of the time on a CPU`,
  ];
}

/** What is public of a plan; how it was come to is in the text. */
function shown({
  workerClass,
  workers,
  threads,
  concurrency,
  boundBy,
  cpus,
  memoryLimitBytes,
  bootBytes,
  loadedBytes,
  connections,
  warnings,
}: WorkerPlan) {
  return { workerClass, workers, threads, concurrency, boundBy, cpus, memoryLimitBytes, bootBytes, loadedBytes, connections, warnings };
}

/** A plan that cannot fit is the fault of what was asked for. */
function planned<T>(plan: () => T): T {
  try {
    return plan();
  } catch (error) {
    throw error instanceof Rejection ? new UsageError(error.message) : error;
  }
}

const quantity: Read = (text) => parseQuantity(text);
