import { percentile } from '../../lib/rehearsal/load';
import { environmentWith } from './environment';
import { Pool, type Measurement } from './pool';
import { OURS, POLICIES, shapeOf, type Limits } from './policies';

/** What is asked, in turn. */
export const LOADS = {
  'I/O-bound': ['/wait/'],
  'CPU-bound': ['/compute/'],
  'mixed': ['/wait/', '/wait/', '/compute/', '/rows/'],
} as const;
export type LoadName = keyof typeof LOADS;

/** How long and how often. */
export interface Effort {
  readonly seconds: number;
  readonly rounds: number;
}

/** One pool under one load: what it came to. */
export interface Result {
  readonly gunicorn: string;
  readonly memory: number;
  readonly cpus: number;
  readonly load: LoadName;
  /** The policies that come to this pool here. */
  readonly policies: readonly string[];
  readonly shape: string;
  readonly ours: boolean;
  /** Requests a second, the median of the rounds. */
  readonly throughput: number;
  /** How far the rounds lie apart, as a share of the median. */
  readonly spread: number;
  /** Seconds, over all rounds. */
  readonly p99: number;
  readonly answered: number;
  readonly failed: number;
  readonly probes: number;
  readonly failedProbes: number;
  /** Processes killed for memory, of the pool and not of the load alone. */
  readonly kills: number;
  readonly peakBytes: number;
  /** CPU that it used, as a share of its limit, the median of the rounds. */
  readonly cpuShare: number;
}

interface Contender {
  readonly args: readonly string[];
  readonly shape: string;
  readonly workers: number;
  readonly policies: string[];
}

/** Policies that come to the same pool share one measurement. */
export function contendersFor(limits: Limits): Contender[] {
  const contenders = new Map<string, Contender>();
  for (const { name, arguments: argumentsOf } of POLICIES) {
    const args = argumentsOf(limits);
    const shape = shapeOf(args);
    const known = contenders.get(shape);
    if (known) {
      known.policies.push(name);
    } else {
      contenders.set(shape, { args, shape, workers: Number(shape.split(' ')[0]), policies: [name] });
    }
  }
  return [...contenders.values()];
}

/**
 * Every pool for these limits under every load. They live side by side, each in control groups of its own, and take turns,
 * so that what else the machine does falls on all of them; one that is killed for memory is measured alone, and once.
 */
export async function measureCell(gunicorn: string, limits: Limits, effort: Effort): Promise<Result[]> {
  const environment = environmentWith(gunicorn);
  const alive: { contender: Contender; pool: Pool; measured: Map<LoadName, Measurement[]> }[] = [];
  const results: Result[] = [];
  try {
    for (const contender of contendersFor(limits)) {
      const name = `probewise-${process.pid}-${alive.length}-${contender.workers}`;
      const pool = await Pool.start(name, environment, contender.args, contender.workers, limits);
      const entry = { contender, pool, measured: new Map<LoadName, Measurement[]>() };
      alive.push(entry);
      const killed = pool.cgroup.kills() > 0;
      for (const load of loads()) { // a killed pool is asked for the record, any other to warm up
        const measurement = await pool.measure(LOADS[load], killed ? effort.seconds : 1);
        if (killed) {
          entry.measured.set(load, [measurement]);
        }
      }
      if (killed || pool.cgroup.kills() > 0) {
        results.push(...await summaries(entry));
        await pool.end();
        alive.pop();
      }
    }
    for (let round = 0; round < effort.rounds; round++) {
      for (const load of loads()) {
        for (let turn = 0; turn < alive.length; turn++) {
          const { pool, measured } = alive[(turn + round) % alive.length];
          measured.set(load, [...measured.get(load) ?? [], await pool.measure(LOADS[load], effort.seconds)]);
        }
      }
    }
    for (const entry of alive) {
      results.push(...await summaries(entry));
    }
    return results;
  } finally {
    await Promise.all(alive.map(({ pool }) => pool.end()));
  }

  async function summaries({ contender, pool, measured }: typeof alive[number]): Promise<Result[]> {
    const { shape, policies } = contender;
    return [...measured].map(([load, rounds]) => {
      const rates = rounds.map(({ answeredInTime, seconds }) => answeredInTime / seconds);
      return {
        gunicorn, memory: limits.memory, cpus: limits.cpus, load, policies, shape, ours: policies.includes(OURS),
        throughput: percentile(rates, 0.5),
        spread: (Math.max(...rates) - Math.min(...rates)) / percentile(rates, 0.5),
        p99: percentile(rounds.flatMap(({ latencies }) => latencies), 0.99),
        answered: sum(rounds.map(({ latencies }) => latencies.length)),
        failed: sum(rounds.flatMap(({ failures }) => [...failures.values()])),
        probes: sum(rounds.map(({ probes }) => probes)),
        failedProbes: sum(rounds.map(({ failedProbes }) => failedProbes)),
        kills: pool.cgroup.kills(),
        peakBytes: pool.cgroup.peakBytes(),
        cpuShare: percentile(rounds.map(({ cpuSeconds, wallSeconds }) => cpuSeconds / wallSeconds / limits.cpus), 0.5),
      };
    });
  }
}

function loads(): LoadName[] {
  return Object.keys(LOADS) as LoadName[];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
