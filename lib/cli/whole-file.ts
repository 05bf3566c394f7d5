import { chmodSync, closeSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UsageError } from './command';

/** Writes a file whole or not at all: beside it first, and then over it in one step. */
export function writeWhole(file: string, text: string): void {
  const beside = besideOf(file);
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new UsageError(`${file} cannot be written (${reason(error)}); name a file in a folder that is there and may be written to`);
  }
}

/**
 * Replaces files that are there: all of them or, when one cannot be written, none. Links stay links, and modes stay as they are.
 */
export function replaceAll(contents: ReadonlyMap<string, string>): void {
  const originals = new Map<string, Buffer>();
  const beside: string[] = [];
  const replaced: string[] = [];
  let file = '';
  try {
    const files = new Map([...contents].map(([name, text]) => [realpathSync((file = name)), text]));
    for (const [name, text] of files) {
      originals.set((file = name), readFileSync(name));
      closeSync(openSync(besideOf(name), 'wx'));
      beside.push(besideOf(name));
      writeFileSync(besideOf(name), text);
      chmodSync(besideOf(name), statSync(name).mode);
    }
    for (const name of files.keys()) {
      renameSync(besideOf((file = name)), name);
      replaced.push(name);
    }
  } catch (error) {
    beside.forEach((name) => rmSync(name, { force: true }));
    replaced.forEach((name) => writeFileSync(name, originals.get(name)!));
    throw new UsageError(`${file} cannot be written (${reason(error)}); no file was changed`);
  }
}

function besideOf(file: string): string {
  return `${file}.${process.pid}.tmp`;
}

/** Why the system refused: `ENOENT`. */
export function reason(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
