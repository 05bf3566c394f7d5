import { readFileSync } from 'node:fs';

/** `USER_HZ`, which every Linux that Node runs on has (include/asm-generic/param.h; `getconf CLK_TCK`). */
const TICKS = 100;

/** Seconds of CPU that a process has used; 0 for one that has gone. */
export function cpuSecondsOf(pid: number): number {
  try {
    return cpuSecondsIn(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return 0;
  }
}

/**
 * Reads `utime` and `stime` in the text of `stat` (proc_pid_stat(5)). The name before them stands in parentheses and may
 * hold any character.
 */
export function cpuSecondsIn(text: string): number {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
