import { cpus } from 'node:os';
import { MEBIBYTE } from '../../lib/words/quantity';
import { measureCell, type Effort, type Result } from './cells';
import { Cgroup } from './cgroup';
import { VERSIONS } from './environment';

/**
 * Our policy against what people use, under real limits on memory and CPU: `npm run bench:workers`, with `-- --quick` for
 * one pair of limits and one gunicorn. Ratios are of one run; absolute numbers are this machine's.
 */
const quick = process.argv.includes('--quick');
const EFFORT: Effort = quick ? { seconds: 1, rounds: 3 } : { seconds: 2, rounds: 3 };
const MEMORY = quick ? [256] : [256, 1024];
const CPUS = quick ? [0.5] : [0.5, 1];
/** The part of the best throughput that ours may lack. */
const WITHIN = 0.05;

async function main(): Promise<void> {
  const reason = Cgroup.whyNot();
  if (reason) {
    console.error(`*** THE BENCH IS SKIPPED, NOTHING IS MEASURED: ${reason} ***`);
    return;
  }
  let missed = 0;
  for (const gunicorn of quick ? VERSIONS.slice(0, 1) : VERSIONS) {
    for (const memory of MEMORY) {
      for (const limit of CPUS) {
        const results = await measureCell(gunicorn, { memory: memory * MEBIBYTE, cpus: limit, nodeCpus: cpus().length }, EFFORT);
        for (const load of new Set(results.map((one) => one.load))) {
          console.log(`\ngunicorn ${gunicorn}, ${memory} MiB, ${limit} CPU, ${load}`);
          missed += table(results.filter((one) => one.load === load));
        }
      }
    }
  }
  console.log(`\n${missed ? `the goal is missed in ${missed} cells` : 'the goal is met in every cell'}`);
  process.exitCode = missed ? 1 : 0;
}

/** @returns 1 where ours was killed, failed a probe, or is not within reach of the best that was never killed */
function table(results: readonly Result[]): number {
  const best = Math.max(...results.filter(({ kills }) => kills === 0).map(({ throughput }) => throughput));
  for (const one of [...results].sort((a, b) => b.throughput - a.throughput)) {
    console.log([
      one.shape.padEnd(14), `${one.throughput.toFixed(1).padStart(6)}/s ±${(50 * one.spread).toFixed(0)} %`.padEnd(16),
      `${(one.throughput / best).toFixed(2)} of the best`, `p99 ${one.p99.toFixed(2)} s`, `${one.kills} OOM kills`, `${one.failed} failed of ${one.failed + one.answered}`,
      `${one.failedProbes} of ${one.probes} probes failed`, `${(100 * one.cpuShare).toFixed(0)} % of its CPU`, one.policies.join(', '),
    ].join('  '));
  }
  const ours = results.find((one) => one.ours)!;
  return ours.kills || ours.failedProbes || ours.throughput < best * (1 - WITHIN) ? 1 : 0;
}

main().catch((error: Error) => {
  console.error(`bench:workers: ${error.message}`);
  process.exitCode = 2;
});
