import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { UsageError } from './command';

/** Writes a file whole or not at all: beside it first, and then over it in one step. */
export function writeWhole(file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UsageError(`${file} cannot be written (${reason(error)}); name a file in a folder that is there and may be written to`);
  }
}

/** Why the system refused: `ENOENT`. */
export function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
