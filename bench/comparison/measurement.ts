import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { QUIET } from './peers';

/** A whole process, from its start to its end. */
export interface Measurement {
  readonly seconds: number;
  /** The most that was resident, as the kernel keeps it; nothing where there is no /proc. */
  readonly mebibytes?: number;
}

/** How often the kernel is asked for the high-water mark, which is gone with the process. Milliseconds. */
const LOOK_EVERY = 5;
const LONGEST = 120_000;

/**
 * Runs a program to its end, its output thrown away.
 *
 * @param exits the exit codes that mean it has reviewed: a peer with findings does not end with 0
 */
export function measure(program: string, args: readonly string[], exits: readonly number[]): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint();
    const child = spawn(program, [...args], { stdio: 'ignore', env: QUIET, timeout: LONGEST });
    let mebibytes: number | undefined;
    const look = setInterval(() => {
      mebibytes = highWaterMark(child.pid) ?? mebibytes;
    }, LOOK_EVERY);
    child.on('error', (error) => {
      clearInterval(look);
      reject(error);
    });
    child.on('exit', (code) => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9;
      clearInterval(look);
      if (code === null || !exits.includes(code)) {
        reject(new Error(`${program} ended with ${code ?? 'a signal'}`));
      } else {
        resolve({ seconds, mebibytes });
      }
    });
  });
}

function highWaterMark(pid: number | undefined): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
