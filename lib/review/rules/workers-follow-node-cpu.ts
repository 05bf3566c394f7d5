import { NODE_CPUS, type Setting } from '../../application/process/setting';
import type { ServerSettings } from '../../application/server/server-settings';
import { NodeFormula } from '../../workers/node-formula';
import { bytesInWords } from '../../wording/quantity';
import { pathOf, running, type Running } from '../pool';
import type { Observation, Rule, Severity } from '../rule';

/** CPUs of the node in the incident. */
const LARGE_NODE = 33;
/** A bound of so few is what anybody might have said. */
const FEW = 8;
/** What is left for each worker; a bounded pool that leaves more is left alone. Bytes. */
const ROOM = 256 * 2 ** 20;

export const workersFollowNodeCpu: Rule = {
  id: 'workers-follow-node-cpu',
  model: 'capacity',
  severity: 'error',
  anywhere: true,
  summary: "The number of workers follows the node's CPUs, not the container's limit",
  doc: {
    why:
      'os.cpu_count(), multiprocessing.cpu_count() and nproc see the CPUs of the node. ' +
      `${NodeFormula.forCpus(LARGE_NODE).explain()}: this took the incident down. The same ` +
      'manifest behaves differently on every kind of node.',
    fix: 'Say the number: from the memory limit and the CPU limit of the container.',
    judges:
      'Worker counts, and threads, that are made of these functions, of /proc/cpuinfo, of len(os.sched_getaffinity(0)), Etc.nprocessors ' +
      'and the like: in a shell command, a start script, a configuration in Python or Ruby, a base image that is known to count CPUs ' +
      '(tiangolo/uvicorn-gunicorn), and celery worker without --concurrency. What rests on the application setting no number is a ' +
      'warning, and so is what a condition decides that cannot be read. A formula with a bound, such as min(4, …), is left alone; one ' +
      `above ${FEW} is information where the memory limit leaves less than ${bytesInWords(ROOM)} for each.`,
    source: 'SEVALLA-001, phase 1; facts, "Memory of a gunicorn pool"; celery/worker/worker.py, WorkController.setup_instance',
  },
  *check(reading) {
    for (const each of running(reading)) {
      const { workload, container, process } = each;
      const seen = process.settings && observation(each, process.settings);
      if (seen) {
        yield { object: workload.object, container: container.name, ...seen };
      }
    }
  },
};

type Seen = Pick<Observation, 'path' | 'message' | 'consequence' | 'fix' | 'severity'>;

function observation(each: Running, settings: ServerSettings): Seen | undefined {
  const { processes, threads } = settings;
  const setting = processes.derivesFromCpus || processes.value === NODE_CPUS ? processes : settings.role === 'web' ? threads : processes;
  const count = setting.derivesFromCpus;
  const { memoryLimit } = each.reading.resources;
  if (setting.value === NODE_CPUS || count?.perhaps) {
    const what = setting === threads ? 'threads' : settings.server === 'celery worker' ? 'worker processes' : 'workers';
    return {
      path: pathOf(each, setting),
      severity: severityOf(setting, setting === threads),
      message: `the number of ${what} (${setting.origin}) ${count?.perhaps ? 'may follow' : 'follows'} the CPUs of the node${settings.server === 'puma' ? '' : by(setting)}`,
      consequence: consequenceOf(settings, memoryLimit),
      fix: FIXES[settings.server] ?? 'set a number: --workers 4, or WEB_CONCURRENCY',
    };
  }
  if (count?.atMost === undefined || count.atMost <= FEW || memoryLimit === undefined || memoryLimit / count.atMost >= ROOM) {
    return undefined;
  }
  return {
    path: pathOf(each, setting),
    severity: 'info',
    message: `the number of workers (${setting.origin}) follows the CPUs of the node${by(setting)}, up to ${count.atMost}`,
    consequence: `the memory limit of ${bytesInWords(memoryLimit)} leaves ${bytesInWords(memoryLimit / count.atMost)} for each of them`,
    fix: 'set a number that the limits are made for',
  };
}

const FIXES: Readonly<Record<string, string>> = {
  'celery worker': 'set --concurrency 2, or CELERY_WORKER_CONCURRENCY',
  puma: 'set WEB_CONCURRENCY',
  pm2: 'set a number: -i 2',
};

function severityOf({ derivesFromCpus, assumed, isDefault }: Setting<unknown>, isThreads: boolean): Severity | undefined {
  return isThreads || derivesFromCpus?.perhaps || (assumed && isDefault) ? 'warning' : undefined;
}

function by({ derivesFromCpus, origin }: Setting<unknown>): string {
  const counts = derivesFromCpus?.by;
  return counts === undefined || origin.startsWith(counts) ? '' : ` (${counts})`;
}

function consequenceOf({ server, concurrency }: ServerSettings, memoryLimit: number | undefined): string {
  if (server === 'gunicorn' && concurrency.value === 'one' && memoryLimit === undefined) {
    return `on a node of ${LARGE_NODE} CPUs: ${NodeFormula.forCpus(LARGE_NODE).explain()}`;
  }
  const kind =
    concurrency.value === 'loop' ? 'processes, each with a loop' : concurrency.value === 'threads' ? 'processes with threads' : 'processes';
  const limit =
    memoryLimit === undefined
      ? 'and no memory limit bounds them'
      : `and the memory limit leaves ${bytesInWords(memoryLimit / LARGE_NODE)} for each`;
  return `on a node of ${LARGE_NODE} CPUs one for each are ${LARGE_NODE} ${kind}, ${limit}`;
}
