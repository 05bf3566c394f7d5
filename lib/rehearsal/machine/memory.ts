import { readFileSync } from 'node:fs';

/** What a process weighs, in bytes. */
export interface Memory {
  /** Its own pages, and its share of those that it shares. */
  readonly pss: number;
  /** Its own pages alone: what ending it would free. */
  readonly uss: number;
}

/** As the kernel counts it (`/proc/PID/smaps_rollup`, since Linux 4.14); nothing for a process that has gone or may not be read. */
export function memoryOf(pid: number): Memory | undefined {
  try {
    return memoryIn(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Reads the text of `smaps_rollup`. */
export function memoryIn(text: string): Memory | undefined {
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? NaN) * 1024;
  const memory = { pss: bytes('Pss'), uss: bytes('Private_Clean') + bytes('Private_Dirty') };
  return Number.isFinite(memory.pss + memory.uss) ? memory : undefined;
}
