import { percentile } from '../../lib/rehearsal/load';
import { WorkerClass } from '../../lib/workers/worker-class';
import { environmentWith } from './environment';
import { Pool, type Measurement } from './pool';
import { OURS, POLICIES, shapeOf, type Limits } from './policies';

/** What is asked, in turn. */
export const LOADS = {
  'I/O-bound': ['/wait/'],
  'CPU-bound': ['/compute/'],
  mixed: ['/wait/', '/wait/', '/compute/', '/rows/'],
} as const;
export type LoadName = keyof typeof LOADS;
export const LOAD_NAMES = Object.keys(LOADS) as LoadName[];

/** How long and how often. */
export interface Effort {
  /** Length of a turn by load. CPU-bound pools come closest to one another, and what the machine does moves them most. */
  readonly seconds: Readonly<Record<LoadName, number>>;
  readonly rounds: number;
  /** How often all connections come at the same moment. */
  readonly bursts: number;
}

/** What one load came to on one pool. */
export interface LoadFigures {
  /** Requests a second, the median of the rounds. */
  readonly throughput: number;
  /** The slowest and the quickest round. */
  readonly range: readonly [number, number];
  /** Requests for each second of CPU that the pool used, the median of the rounds: what else the machine does changes it little. */
  readonly perCpuSecond: number;
  /** Seconds, over all rounds; none where nothing was answered. */
  readonly p99?: number;
  readonly answered: number;
  readonly failed: number;
  readonly probes: number;
  readonly failedProbes: number;
  /** CPU that it used, as a share of its limit, the median of the rounds. */
  readonly cpuShare: number;
}

/** One pool: the policies that come to it under these limits, and what it did. */
export interface PoolFigures {
  readonly shape: string;
  readonly policies: readonly string[];
  /** Processes killed for memory, from the boot on. */
  readonly kills: number;
  readonly peakBytes: number;
  readonly loads: Readonly<Record<LoadName, LoadFigures>>;
  /**
   * I/O-bound requests a second, each time that every connection was opened at the same moment: absent of a pool that keeps
   * no connection. One that it keeps stays with the worker that accepted it.
   */
  readonly bursts?: readonly number[];
}

interface Contender {
  readonly args: readonly string[];
  readonly shape: string;
  readonly workers: number;
  readonly policies: string[];
}

/** More workers than this boot for longer than all the others together. */
const MANY = 8;
const WARM_UP_SECONDS = 1;

/** Policies that come to the same pool share one measurement. */
function contendersFor(limits: Limits): Contender[] {
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
 * so that what else the machine does falls on all of them. One of very many workers is measured first and alone; one that was
 * killed for memory, or answered nothing, is asked once, for the record.
 */
export async function measureCell(gunicorn: string, limits: Limits, effort: Effort): Promise<PoolFigures[]> {
  const environment = environmentWith(gunicorn);
  const contenders = contendersFor(limits);
  const figures: PoolFigures[] = [];
  for (const group of [
    ...contenders.filter(({ workers }) => workers > MANY).map((one) => [one]),
    contenders.filter(({ workers }) => workers <= MANY),
  ]) {
    figures.push(...(await measureGroup(group)));
  }
  return figures;

  async function measureGroup(group: readonly Contender[]): Promise<PoolFigures[]> {
    const pools: Pool[] = [];
    try {
      await Promise.all(
        group.map(async ({ args, workers }, index) => {
          pools[index] = await Pool.start(`${workers}-${index}`, environment, args, workers, limits);
        }),
      );
      for (const pool of pools) {
        await pool.measure(LOADS.mixed, WARM_UP_SECONDS);
      }
      const measured = pools.map(() => new Map<LoadName, Measurement[]>(LOAD_NAMES.map((load) => [load, []])));
      for (let round = 0; round < effort.rounds; round++) {
        for (const load of LOAD_NAMES) {
          for (let turn = 0; turn < pools.length; turn++) {
            const index = (turn + round) % pools.length;
            if (round === 0 || (pools[index].cgroup.kills() === 0 && answeredAny(measured[index]))) {
              measured[index].get(load)!.push(await pools[index].measure(LOADS[load], effort.seconds[load]));
            }
          }
        }
      }
      const bursts = pools.map(() => [] as number[]);
      for (let burst = 0; burst < effort.bursts; burst++) {
        for (const [index, pool] of pools.entries()) {
          if (group[index].shape.includes(WorkerClass.GTHREAD) && pool.cgroup.kills() === 0) {
            const { answeredInTime, seconds } = await pool.measure(LOADS['I/O-bound'], effort.seconds['I/O-bound'], 0);
            bursts[index].push(answeredInTime / seconds);
          }
        }
      }
      return pools.map(({ cgroup }, index) => ({
        shape: group[index].shape,
        policies: group[index].policies,
        kills: cgroup.kills(),
        peakBytes: cgroup.peakBytes(),
        ...(bursts[index].length && { bursts: bursts[index] }),
        loads: Object.fromEntries([...measured[index]].map(([load, rounds]) => [load, figuresOf(rounds, limits)])) as Record<
          LoadName,
          LoadFigures
        >,
      }));
    } finally {
      await Promise.all(pools.map((pool) => pool.end()));
    }
  }
}

function answeredAny(measurements: ReadonlyMap<LoadName, readonly Measurement[]>): boolean {
  return [...measurements.values()].flat().some(({ latencies }) => latencies.length > 0);
}

function figuresOf(rounds: readonly Measurement[], limits: Limits): LoadFigures {
  const rates = rounds.map(({ answeredInTime, seconds }) => answeredInTime / seconds);
  const latencies = rounds.flatMap((round) => round.latencies);
  return {
    throughput: percentile(rates, 0.5),
    range: [Math.min(...rates), Math.max(...rates)],
    perCpuSecond: percentile(
      rounds.map((round) => round.latencies.length / round.cpuSeconds),
      0.5,
    ),
    ...(latencies.length && { p99: percentile(latencies, 0.99) }),
    answered: latencies.length,
    failed: sum(rounds.flatMap(({ failures }) => [...failures.values()])),
    probes: sum(rounds.map(({ probes }) => probes)),
    failedProbes: sum(rounds.map(({ failedProbes }) => failedProbes)),
    cpuShare: percentile(
      rounds.map(({ cpuSeconds, wallSeconds }) => cpuSeconds / wallSeconds / limits.cpus),
      0.5,
    ),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The part of the best throughput that ours may lack. */
const WITHIN = 0.05;

/** What ours lacks of the goal: nothing killed, no probe failed, and within reach of the best that was never killed. */
export function shortfalls(pools: readonly PoolFigures[]): string[] {
  const ours = pools.find(({ policies }) => policies.includes(OURS))!;
  const inUse = pools.filter((pool) => pool.kills === 0 && !isAlternative(pool));
  return [
    ...(ours.kills ? [`${ours.kills} processes killed for memory`] : []),
    ...LOAD_NAMES.flatMap((load) => {
      const { throughput, perCpuSecond, failedProbes } = ours.loads[load];
      const share = throughput / bestOf(pools, load);
      // Where other programs want the same CPUs, only this says what the pool makes of the CPU that it gets.
      const shareOfCpu = load === 'CPU-bound' ? perCpuSecond / Math.max(...inUse.map(({ loads }) => loads[load].perCpuSecond)) : 0;
      return [
        ...(failedProbes ? [`${load}: ${failedProbes} probes failed`] : []),
        ...(Math.max(share, shareOfCpu) < 1 - WITHIN ? [`${load}: ${Math.round(100 * share)} % of the best throughput`] : []),
      ];
    }),
  ];
}

/** Requests a second of the best pool that anybody gets and in which nothing was killed. */
export function bestOf(pools: readonly PoolFigures[], load: LoadName): number {
  return Math.max(...pools.filter((pool) => pool.kills === 0 && !isAlternative(pool)).map(({ loads }) => loads[load].throughput));
}

export function isAlternative({ policies }: PoolFigures): boolean {
  return POLICIES.filter(({ name }) => policies.includes(name)).every(({ alternative }) => alternative);
}
