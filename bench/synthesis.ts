import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { byHand, withProbewise } from './services';

/**
 * Synthesis with probewise against the same objects written by hand, as ratios of one run: each measurement is a process
 * of its own, the two take turns, and the medians of the paired ratios are printed.
 */
const VARIANTS = { probewise: withProbewise, hand: byHand };
type Variant = keyof typeof VARIANTS;
interface Measurement {
  readonly seconds: number;
  readonly mebibytes: number;
}

const SIZES = [10, 100, 1000];
const PAIRS = 7;
const GOAL = 1.3;

if (process.argv[2]) {
  measure(process.argv[2] as Variant, Number(process.argv[3]), process.argv[4]);
} else {
  compare();
}

/**
 * In a process of its own: builds, writes, and says how long it took and how much memory it peaked at. Processor time, not
 * the clock's: synthesis waits for nothing, and what else the machine does must not count.
 */
function measure(variant: Variant, count: number, outdir: string): void {
  const began = process.cpuUsage();
  const app = new App({ outdir });
  VARIANTS[variant](app, count);
  app.synth();
  const { user, system } = process.cpuUsage(began);
  process.stdout.write(JSON.stringify({ seconds: (user + system) / 1e6, mebibytes: process.resourceUsage().maxRSS / 1024 }));
}

function compare(): void {
  const scratch = mkdtempSync(join(tmpdir(), 'probewise-bench-'));
  try {
    sameObjects(scratch);
    const timeAt = new Map<number, number>();
    for (const count of SIZES) {
      const pairs = Array.from({ length: PAIRS }, () => ({ ours: run('probewise', count, scratch), theirs: run('hand', count, scratch) }));
      timeAt.set(count, median(pairs.map(({ ours }) => ours.seconds)));
      console.log(
        [
          `${String(count).padStart(5)} services`,
          `time ${ratio(pairs.map(({ ours, theirs }) => ours.seconds / theirs.seconds))} (${timeAt.get(count)!.toFixed(2)} s)`,
          `peak memory ${ratio(pairs.map(({ ours, theirs }) => ours.mebibytes / theirs.mebibytes))} ` +
            `(${median(pairs.map(({ ours }) => ours.mebibytes)).toFixed(0)} MiB)`,
        ].join('   '),
      );
    }
    const [, hundred, thousand] = SIZES;
    const growth = timeAt.get(thousand)! / timeAt.get(hundred)!;
    console.log(`growth from ${hundred} to ${thousand} services: ${growth.toFixed(1)}× the time for 10× the services`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The comparison is void unless both write the same objects. */
function sameObjects(scratch: string): void {
  const [ours, theirs] = (['probewise', 'hand'] as const).map((variant) => {
    run(variant, 2, scratch);
    return JSON.stringify(
      parseAllDocuments(readFileSync(join(scratch, 'bench.k8s.yaml'), 'utf8')).map((document) => sorted(document.toJS())),
    );
  });
  if (ours !== theirs) {
    throw new Error('the objects written by hand differ from those of probewise: bring bench/services.ts up to date');
  }
}

/** Neither the order of keys nor that of volumes and variables is part of what is compared. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  return value && typeof value === 'object'
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, item]) => [key, sorted(item)]),
      )
    : value;
}

function run(variant: Variant, count: number, outdir: string): Measurement {
  const args = [...process.execArgv, __filename, variant, String(count), outdir];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}

function ratio(values: number[]): string {
  const middle = median(values);
  return (
    `${middle.toFixed(2)}× by hand ` +
    `(${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}${middle > GOAL ? `, over the goal of ${GOAL}×` : ''})`
  );
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
