import type { Value } from '../value';
import type { Arguments } from './arguments';
import { statementsOf } from './block';
import { Budget } from '../budget';
import { Execution } from './execution';
import type { Place } from './names';

/** What a Python module assigns at its top level. */
export interface PythonSettings {
  readonly values: ReadonlyMap<string, Value>;
  /** Where each name got its value. */
  readonly places: ReadonlyMap<string, Place>;
  /** Whether something that cannot be read may have assigned any name that is not among the values. */
  readonly open: boolean;
}

/** What a module may refer to. */
export interface Surroundings {
  /** The value of an environment variable; nothing where it is not set. */
  environment(name: string): string | undefined;
  /**
   * Another module, as an import names it: `.base`, `shop.settings`; 'absent' where the project has no such file, nothing
   * where it may be installed.
   */
  module?(name: string): PythonSettings | 'absent' | undefined;
  /** What a call stands for, given the callee's name where it was imported: `environ.Env`, `decouple.config`. */
  call?(callee: string, args: Arguments, environment: Surroundings['environment']): Value | undefined;
  /** Shared by the modules that import each other. */
  readonly budget?: Budget;
}

/**
 * The names that a Python module assigns at its top level, without running it. Conditions, `try` and functions are followed
 * where they can be decided; what depends on a condition that cannot is unknown, and so is what anything but plain
 * expressions over literals, the environment and the number of CPUs assigns.
 */
export function readPythonSettings(source: string, surroundings: Surroundings): PythonSettings {
  const execution = new Execution(surroundings, surroundings.budget ?? new Budget());
  execution.module(statementsOf(source));
  const { names } = execution;
  const values = new Map(names.all());
  return { values, places: new Map([...values.keys()].map((name) => [name, names.place(name)!])), open: names.open };
}
