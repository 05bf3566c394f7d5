import { NodeFormula } from '../../lib/workers/node-formula';
import { commandArguments, gunicornSettings } from '../../lib/workers/gunicorn-settings';
import { WorkerPolicy } from '../../lib/workers/worker-policy';
import { WorkerClass } from '../../lib/workers/worker-class';
import type { FitOptions } from '../../lib/workers/worker-options';
import { MEBIBYTE } from '../../lib/conventions/quantity';

/** What a container may use, and the CPUs that its processes see. */
export interface Limits {
  readonly memory: number;
  readonly cpus: number;
  readonly nodeCpus: number;
}

/** A way to come to a pool. Where the formula speaks of numbers only, the workers are gunicorn's default kind. */
export interface Policy {
  readonly name: string;
  /** What `fit` could be instead; nobody uses it. */
  readonly alternative?: true;
  readonly arguments: (limits: Limits) => readonly string[];
}

const sync = (workers: number) => [`--workers=${workers}`];
const ceilFormula = (cpus: number) => 2 * Math.ceil(cpus) + 1;

export const OURS = 'fit';

export const POLICIES: readonly Policy[] = [
  {
    name: OURS,
    arguments: (limits) => fitArguments(limits),
  },
  // What else it could be: as many requests at once in one process, or twice as many (and twice the database connections).
  { name: 'fit, one worker, 8 threads', alternative: true, arguments: (limits) => fitArguments(limits, { threads: 8, maxWorkers: 1 }) },
  { name: 'fit, shared queue', alternative: true, arguments: (limits) => fitArguments(limits, { sharedQueue: true }) },
  { name: 'fit, 8 threads', alternative: true, arguments: (limits) => fitArguments(limits, { threads: 8 }) },
  { name: 'gunicorn default', arguments: () => [] },
  { name: '2n + 1, n of the node', arguments: ({ nodeCpus }) => sync(NodeFormula.forCpus(nodeCpus).workers) },
  { name: '2n + 1, n = 32', arguments: () => sync(NodeFormula.forCpus(32).workers) },
  { name: '2n + 1, n of the limit', arguments: ({ cpus }) => sync(ceilFormula(cpus)) },
  { name: 'min(4, 2n + 1)', arguments: ({ nodeCpus }) => sync(Math.min(4, NodeFormula.forCpus(nodeCpus).workers)) },
  // heroku-buildpack-python, vendor/WEB_CONCURRENCY.sh: a process for each 256 MB, and no more than the formula over nproc.
  {
    name: 'Heroku buildpack',
    arguments: ({ memory, nodeCpus }) =>
      sync(Math.min(NodeFormula.forCpus(nodeCpus).workers, Math.max(1, Math.floor(memory / MEBIBYTE / 256)))),
  },
  // tiangolo/uvicorn-gunicorn-docker, gunicorn_conf.py: one for each core that is seen, and at least two.
  { name: 'tiangolo uvicorn image', arguments: ({ nodeCpus }) => sync(Math.max(2, nodeCpus)) },
  // tiangolo/meinheld-gunicorn-docker, gunicorn_conf.py: two for each core that is seen.
  { name: 'tiangolo meinheld image', arguments: ({ nodeCpus }) => sync(2 * nodeCpus) },
];

/** The policy as its users get it, with the settings that the library puts beside the numbers. */
function fitArguments({ memory, cpus }: Limits, options: FitOptions = {}): readonly string[] {
  const settings = gunicornSettings(WorkerPolicy.fit(options)._planFor({ memory, cpus }), []);
  // Every other pool writes no access log either.
  return settings.filter(({ name }) => !name.startsWith('access')).map((one) => commandArguments([one]));
}

/** The kind and number of workers, in a few words. */
export function shapeOf(args: readonly string[]): string {
  const of = (flag: string) => args.find((arg) => arg.startsWith(`--${flag}=`))?.split('=')[1];
  const workers = Number(of('workers') ?? 1);
  const threads = of('threads');
  return (
    `${workers} ` +
    `${of('worker-class') ?? WorkerClass.SYNC}${threads ? ` × ${threads}` : ''}${of('worker-connections') ? ', shared queue' : ''}`
  );
}
