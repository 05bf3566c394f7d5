/** What a command came to. Only main.ts writes to the terminal. */
export interface Outcome {
  readonly exitCode: ExitCode;
  readonly out: string;
  /** For people who look on: what could not be used, and what to do about it. */
  readonly err?: string;
}

/** 0: nothing at or above `--fail-on`. 1: findings. 2: unusable input or usage. */
export type ExitCode = 0 | 1 | 2;

/** A command: its arguments, and the help that `--help` prints. */
export interface Command {
  readonly help: string;
  run(args: readonly string[]): Outcome | Promise<Outcome>;
}

/** A command line that cannot be used. The message tells what to type instead. */
export class UsageError extends Error {}
