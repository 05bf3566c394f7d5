import { parseArgs } from 'node:util';
import { parseQuantity } from '../words/quantity';
import { checkPool } from '../workers/pool-numbers';
import { sizePool } from '../workers/pool-size';
import type { Peak } from '../workers/replica-count';
import { WorkerClass } from '../workers/worker-class';
import { WorkerPlan } from '../workers/worker-plan';
import { Rejection } from '../words/rejection';
import { UsageError, type Command } from './command';

const CLASSES = Object.values(WorkerClass);
const FORMATS = ['text', 'json'];

export const size: Command = {
  help: `probewise size --cpu CPU --memory SIZE [options]

How many workers fit into a container, how many pods a peak takes, how long a probe waits then, and the arithmetic.

  --cpu CPU               CPU limit of the container, or its request: 1, 500m
  --memory SIZE           its memory limit: 1Gi, 512Mi
  --worker-class CLASS    ${CLASSES.join(', ')} (default ${WorkerClass.GTHREAD})
  --worker-memory SIZE    what one worker weighs under load (default: measured for a small Django application)
  --db-connections N      max_connections of the database, shared by every pod that a rollout has
  --peak RATE             requests at peak: 80/s
  --p95 TIME              how long 95 of 100 requests take: 300ms, 1.5s
  --on-cpu SHARE          the share of it that they compute: 40%
  --format FORMAT         ${FORMATS.join(', ')} (default text)

--peak, --p95 and --on-cpu go together. Exit codes: 0 a plan; 2 unusable input or usage.
`,
  run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'cpu': { type: 'string' },
        'memory': { type: 'string' },
        'worker-class': { type: 'string', default: WorkerClass.GTHREAD },
        'worker-memory': { type: 'string' },
        'db-connections': { type: 'string' },
        'peak': { type: 'string' },
        'p95': { type: 'string' },
        'on-cpu': { type: 'string' },
        'format': { type: 'string', default: 'text' },
      },
    });
    if (!FORMATS.includes(values.format)) {
      throw new UsageError(`--format ${values.format}: there is ${FORMATS.join(', ')}`);
    }
    const workerClass = CLASSES.find((one) => one === values['worker-class']);
    if (!workerClass) {
      throw new UsageError(`--worker-class ${values['worker-class']}: there is ${CLASSES.join(', ')}`);
    }
    const cpus = needed('--cpu', values.cpu, quantity, '500m');
    const memory = needed('--memory', values.memory, quantity, '1Gi');
    const options = { workerClass, memoryPerWorker: optional('--worker-memory', values['worker-memory'], quantity, '90Mi') };
    const connectionLimit = optional('--db-connections', values['db-connections'], whole, '100');
    const peak = peakOf(values);
    const { plan: numbers, replicas, connections } = planned(() => {
      checkPool(options);
      return sizePool(options, { cpus, memory, peak, connectionLimit });
    });
    const plan = WorkerPlan._of(numbers);
    const out = values.format === 'json'
      ? JSON.stringify({ plan: shown(plan), replicas, connections }, null, 2)
      : [plan.explain(), ...replicas?.account ?? [], ...connections ? [`database   ${connections}`] : []].join('\n');
    return { exitCode: 0, out: `${out}\n` };
  },
};

function peakOf(values: { readonly 'peak'?: string; readonly 'p95'?: string; readonly 'on-cpu'?: string }): Peak | undefined {
  if (values.peak === undefined && values.p95 === undefined && values['on-cpu'] === undefined) {
    return undefined;
  }
  return {
    arrivals: needed('--peak', values.peak, rate, '80/s'),
    service: needed('--p95', values.p95, time, '300ms'),
    onCpu: needed('--on-cpu', values['on-cpu'], share, '40%'),
  };
}

/** What is public of a plan; how it was come to is in the text. */
function shown({ workerClass, workers, threads, concurrency, boundBy, cpus, memoryLimitBytes, bootBytes, loadedBytes, connections, warnings }: WorkerPlan) {
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

type Read = (text: string) => number | undefined;

function needed(option: string, given: string | undefined, read: Read, example: string): number {
  if (given === undefined) {
    throw new UsageError(`${option} is missing; give one such as ${option} ${example}`);
  }
  const value = read(given);
  if (value === undefined || !(value > 0) || !Number.isFinite(value)) {
    throw new UsageError(`${option} ${given}: it cannot be used; write one such as ${option} ${example}`);
  }
  return value;
}

function optional(option: string, given: string | undefined, read: Read, example: string): number | undefined {
  return given === undefined ? undefined : needed(option, given, read, example);
}

const quantity: Read = (text) => parseQuantity(text);
const whole: Read = (text) => (/^\d+$/.test(text) ? Number(text) : undefined);
const rate: Read = (text) => number(/^(\d+(?:\.\d+)?)\/s$/.exec(text), 1);
const time: Read = (text) => number(/^(\d+(?:\.\d+)?)ms$/.exec(text), 1000) ?? number(/^(\d+(?:\.\d+)?)s$/.exec(text), 1);
const share: Read = (text) => {
  const value = number(/^(\d+(?:\.\d+)?)%$/.exec(text), 100);
  return value !== undefined && value <= 1 ? value : undefined;
};

function number(match: RegExpExecArray | null, divisor: number): number | undefined {
  return match ? Number(match[1]) / divisor : undefined;
}
