import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release } from 'node:os';
import { parseArgs } from 'node:util';
import { MEBIBYTE } from '../../lib/conventions/quantity';
import { bestOf, LOAD_NAMES, measureCell, shortfalls, type Effort, type PoolFigures } from './cells';
import { Cgroup } from './cgroup';
import { VERSIONS } from './environment';
import { FIGURE, goalOf, newest, PAGE, seconds, workersPage } from './page';
import { workersFigure } from './figure';
import { CPUS, MEMORY, recordCell, recordedCells, type Cell } from './measured-cells';
import { POOL_CPU } from './pool';
import { writeWhole } from '../../lib/cli/whole-file';

/**
 * Our policy against what people use, under real limits on memory and CPU. `npm run bench:workers` measures every cell, keeps
 * each in measured.json as soon as it is complete, and writes docs/workers.md; `-- --missing` measures only what is not in the
 * record, or had no CPU to itself; `-- --quick` measures one cell in short and keeps nothing. Ratios are of one cell; absolute
 * numbers are this machine's.
 */
const FULL: Effort = { seconds: { 'I/O-bound': 1.5, 'CPU-bound': 4, mixed: 1.5 }, rounds: 5, bursts: 6 };
const QUICK: Effort = { seconds: { 'I/O-bound': 0.7, 'CPU-bound': 0.7, mixed: 0.7 }, rounds: 2, bursts: 1 };
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

async function main(): Promise<void> {
  const {
    values: { quick, missing },
  } = parseArgs({ options: { quick: { type: 'boolean' }, missing: { type: 'boolean' } } });
  // No pool outlives the bench, however it ends; one that is killed itself leaves them to the next.
  process.once('exit', () => Cgroup.removeAll());
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.once(signal, () => process.exit(code));
  }
  const reason = Cgroup.whyNot();
  if (reason) {
    console.error(`*** THE BENCH IS SKIPPED, NOTHING IS MEASURED: ${reason} ***`);
    return;
  }
  Cgroup.removeAbandoned();
  leavePoolCpu();
  const met: boolean[] = [];
  if (quick) {
    met.push(await measured(VERSIONS[0], MEMORY[0], CPUS[0], QUICK).then(shown));
  } else {
    const known = missing ? recordedCells().filter(({ ownCpu }) => ownCpu) : [];
    for (const gunicorn of VERSIONS) {
      for (const memory of MEMORY) {
        for (const limit of CPUS) {
          if (!known.some((cell) => cell.gunicorn === gunicorn && cell.memory === memory && cell.cpus === limit)) {
            const cell = await measured(gunicorn, memory, limit, FULL);
            recordCell(cell);
            met.push(shown(cell));
          }
          writePage();
        }
      }
    }
  }
  process.exitCode = met.every(Boolean) ? 0 : 1;
}

/** The clients are threads of this process. A machine with one CPU has no other for them. */
function leavePoolCpu(): void {
  if (cpus().length > 1) {
    execFileSync('taskset', ['-acp', `${POOL_CPU + 1}-${cpus().length - 1}`, String(process.pid)], { stdio: 'ignore' });
  }
}

function writePage(): void {
  writeWhole(PAGE, workersPage(recordedCells()));
  writeWhole(FIGURE, workersFigure(newest(recordedCells())));
}

async function measured(gunicorn: string, memory: number, limit: number, effort: Effort): Promise<Cell> {
  const before = loadavg()[0];
  const pools = await measureCell(gunicorn, { memory: memory * MEBIBYTE, cpus: limit, nodeCpus: cpus().length }, effort);
  const day = new Date().toISOString().slice(0, 10);
  return {
    gunicorn,
    memory,
    cpus: limit,
    effort,
    day,
    machine: machine(),
    loadAverage: [before, loadavg()[0]],
    ownCpu: cpus().length > 1,
    pools,
  };
}

function machine(): string {
  const python = execFileSync('python3', ['--version'], { encoding: 'utf8' }).trim();
  return `${cpus().length} CPUs (${cpus()[0].model.trim()}), Linux ${release()}, ${python}`;
}

/** @returns whether the goal is met */
function shown({ gunicorn, memory, cpus: limit, pools }: Cell): boolean {
  console.log(`\ngunicorn ${gunicorn}, ${memory} MiB, ${limit} CPU`);
  console.table(Object.fromEntries(pools.map((pool) => [`${pool.shape} (${pool.policies.join('; ')})`, row(pool, pools)])));
  const lacks = shortfalls(pools);
  console.log(`the goal is ${goalOf(lacks)}`);
  return lacks.length === 0;
}

function row(pool: PoolFigures, pools: readonly PoolFigures[]) {
  const each = LOAD_NAMES.map((load) => [load, pool.loads[load]] as const);
  const total = (field: 'failed' | 'answered' | 'failedProbes' | 'probes') => each.reduce((sum, [, figures]) => sum + figures[field], 0);
  return {
    ...Object.fromEntries(
      each.map(([load, { throughput, range, p99 }]) => [
        `${load} /s`,
        `${throughput.toFixed(1)} (${range.map((rate) => rate.toFixed(0)).join('–')}) ` +
          `${(throughput / bestOf(pools, load)).toFixed(2)} p99 ${seconds(p99) || 'none'}`,
      ]),
    ),
    'computed / CPU s': pool.loads['CPU-bound'].perCpuSecond.toFixed(0),
    'bursts /s': pool.bursts?.map((rate) => rate.toFixed(0)).join(' '),
    'OOM kills': pool.kills,
    failed: `${total('failed')} of ${total('failed') + total('answered')}`,
    'failed probes': `${total('failedProbes')} of ${total('probes')}`,
    MiB: Math.round(pool.peakBytes / MEBIBYTE),
  };
}

main().catch((error: Error) => {
  console.error(`bench:workers: ${error.message}`);
  process.exit(2);
});
