import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export const root = resolve(__dirname, '../..');
/** All that the suite makes. */
export const WORK = resolve(root, '.cache/languages');

/** How a program of another language ended. */
export interface Ended {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. What jsii says of old versions of Node is no part of what a test is about. */
export function run(command: string, args: readonly string[], cwd = root, env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 300_000,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, ...env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' },
  });
  return { status, out: stdout ?? '', err: error?.message ?? stderr };
}

/** Runs steps until one fails. Why it did; `undefined` when none does. */
export function firstFailure(steps: readonly (readonly [command: string, args: readonly string[]])[]): string | undefined {
  for (const [command, args] of steps) {
    const { status, out, err } = run(command, args);
    if (status !== 0) {
      return `${command} ${args.slice(0, 2).join(' ')}: ${`${err}\n${out}`.trim().split('\n').slice(0, 3).join(' ') || `exit status ${status}`}`;
    }
  }
  return undefined;
}
