import { Budget } from '../budget';
import type { Unknown } from '../value';
import { parseScript } from './parser';
import { Run } from './run';
import { State } from './state';

/** A simple command of a script: what stands between the operators. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Why a word has a hole, by its place. */
  readonly whys: ReadonlyMap<number, Unknown>;
  /** The variables that it gets beside those of the container: set for it, or before it and handed on. */
  readonly variables: ReadonlyMap<string, string>;
  /** Started with `&`, or a part of a pipeline: the shell does not become it. */
  readonly detached: boolean;
  /** Under a condition that is not decided, or in a loop. */
  readonly conditional: boolean;
  /** The directory in which it runs; nothing where that is not known. */
  readonly directory?: string;
}

/** A script, as far as reading can tell what it runs. */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Whether a value rests on a variable not being set that the image may set. */
  readonly assumed: boolean;
  /** Why there may be other commands than these; nothing where the whole script is understood. */
  readonly broken?: string;
}

/** What is known around a script. */
export interface ScriptSurroundings {
  /** `"$@"`, where it is known. */
  readonly positional?: readonly string[];
  /** Where the script lies, if it is a file. */
  readonly path?: string;
  /** The directory in which it starts. */
  readonly directory?: string;
  /** The text of a file that the script may take in; nothing where it is not known. */
  file?(path: string): string | undefined;
  /** Whether there is certainly no such file. */
  lacks?(path: string): boolean;
  /** Whether a variable that nothing sets is taken for unset: otherwise nothing is concluded from that. */
  readonly decidesUnset?: boolean;
}

/**
 * Reads a script: what it runs, in which order, with which words. Conditions, functions, arrays and `"$@"` are followed where
 * they can be decided; both branches of a condition that cannot are read, and what only running it could tell stays a hole.
 *
 * @param lookup the value of a variable from outside; nothing where it is not set
 */
export function readShellScript(
  script: string,
  lookup: (name: string) => string | undefined,
  surroundings: ScriptSurroundings = {},
): ShellScript {
  const { steps, brokenAt } = parseScript(script);
  const state = new State(undefined, lookup);
  state.setPositional(surroundings.positional?.map((text) => ({ text })));
  state.setDirectory(surroundings.directory);
  const run = new Run(new Budget(), surroundings);
  run.steps(steps, state);
  const broken = brokenAt === undefined ? run.broken : `line ${brokenAt} of the script is not understood`;
  return { commands: run.commands, assumed: run.testing.assumed, broken };
}
