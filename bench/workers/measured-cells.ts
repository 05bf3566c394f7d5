import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeWhole } from '../../lib/cli/whole-file';
import type { Effort, PoolFigures } from './cells';

/** The limits: MiB, and CPUs. */
export const MEMORY = [256, 1024];
export const CPUS = [0.5, 1];

const FILE = resolve(__dirname, 'measured.json');

/** What was measured for one gunicorn under one pair of limits, and where. */
export interface Cell {
  readonly gunicorn: string;
  /** MiB. */
  readonly memory: number;
  readonly cpus: number;
  readonly effort: Effort;
  readonly day: string;
  readonly machine: string;
  /** Processes that waited for a CPU of the machine before and after, the bench's own among them. */
  readonly loadAverage: readonly [before: number, after: number];
  /** Whether the pools had a CPU to themselves, and the clients the others. */
  readonly ownCpu: boolean;
  readonly pools: readonly PoolFigures[];
}

export function recordedCells(): Cell[] {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Cell[]) : [];
}

/** Takes the place of what was measured for the same before. */
export function recordCell(cell: Cell): void {
  const others = recordedCells().filter(
    ({ gunicorn, memory, cpus }) => gunicorn !== cell.gunicorn || memory !== cell.memory || cpus !== cell.cpus,
  );
  const cells = [...others, cell].sort(
    (one, other) =>
      other.gunicorn.localeCompare(one.gunicorn, 'en', { numeric: true }) || one.memory - other.memory || one.cpus - other.cpus,
  );
  writeWhole(
    FILE,
    `${JSON.stringify(cells, (_key, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value), 1)}\n`,
  );
}
