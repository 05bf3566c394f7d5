import { spawnSync } from 'node:child_process';
import { availableParallelism, loadavg } from 'node:os';
import { resolve } from 'node:path';

/**
 * How long a review of one small file takes, from outside: the compiled program beside an empty Node, and beside a Node
 * that only loads the YAML library. The three take turns; the medians of the paired ratios are printed.
 */
const ROOT = resolve(__dirname, '..');
const PROGRAMS = {
  review: ['dist/cli/main.js', 'review', '--fail-on', 'never', 'examples/obcms/before.yaml'],
  node: ['-e', '0'],
  yaml: ['-e', "require('js-yaml')"],
};
const ROUNDS = 21;
/** Milliseconds, on a machine that does nothing else. */
const GOAL = 150;

type Program = keyof typeof PROGRAMS;
// The first reads from disk.
const rounds = Array.from({ length: ROUNDS + 1 }, () => ({ review: wall('review'), node: wall('node'), yaml: wall('yaml') })).slice(1);

const took = median(rounds.map(({ review }) => review));
console.log(`review of one small file: ${took.toFixed(0)} ms${took > GOAL ? `, over the goal of ${GOAL} ms` : ''}`);
if (loadavg()[0] > availableParallelism() + 1) {
  console.log(
    `  measured with ${loadavg()[0].toFixed(0)} processes waiting for ${availableParallelism()} CPUs: only the ratios mean something`,
  );
}
for (const [other, words] of [
  ['node', 'an empty Node'],
  ['yaml', 'a Node that loads js-yaml'],
] as const) {
  const ratios = rounds.map((round) => round.review / round[other]);
  console.log(
    `  ${median(ratios).toFixed(2)}× ${words} (${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}; ` +
      `${median(rounds.map((round) => round[other])).toFixed(0)} ms)`,
  );
}

function wall(program: Program): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, PROGRAMS[program], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`${program} ended with ${status}: ${stderr}`);
  }
  return performance.now() - start;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
