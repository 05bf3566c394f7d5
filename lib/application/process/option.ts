import { HOLE, WORDS_HOLE } from '../../manifest/partial-text';
import type { Unknown } from '../value';

/** An option of a program. */
export interface Option {
  /** What it sets. */
  readonly name: string;
  /** A switch has no value of its own. */
  readonly isSwitch: boolean;
}

/** The options of a program, by flag. */
export type OptionTable = ReadonlyMap<string, Option>;

/** Flags that set one thing, as entries of a table. */
export function flags(names: string, option: string, isSwitch = false): [string, Option][] {
  return names.split(' ').map((flag) => [flag, { name: option, isSwitch }]);
}

/** What a command line says. */
export interface Options {
  /** Each value in its order; `'true'` for a switch. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Why the value of an option is not known, where a reason was given. */
  readonly whys: ReadonlyMap<string, Unknown>;
  readonly operands: readonly string[];
  /** Why it may set anything: words stand in it that cannot be known. */
  readonly open?: string;
}

/**
 * Reads `--flag value`, `--flag=value`, `-f value` and `-fvalue`. What is not in the table is passed over.
 *
 * @param why why a word has a hole, by its place counted from the last one
 */
export function readOptions(args: readonly string[], table: OptionTable, why?: (fromLast: number) => Unknown | undefined): Options {
  const values = new Map<string, string[]>();
  const whys = new Map<string, Unknown>();
  const operands: string[] = [];
  let open: string | undefined;
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (word.includes(WORDS_HOLE)) {
      open ??= `the command line has words that are known only where it runs${because(why?.(args.length - 1 - index))}`;
      continue;
    }
    if (!/^-./.test(word)) {
      operands.push(word);
      continue;
    }
    const equals = word.startsWith('--') && word.includes('=') ? word.indexOf('=') : -1;
    const flag = equals > 0 ? word.slice(0, equals) : word.startsWith('--') ? word : word.slice(0, 2);
    const option = table.get(flag);
    if (!option) {
      continue;
    }
    const attached = equals > 0 ? word.slice(equals + 1) : word.slice(flag.length) || undefined;
    const next = args[index + 1];
    // A value may not be known, and then it is not the option that is unknown.
    const value = option.isSwitch ? 'true' : (attached ?? (next === WORDS_HOLE ? HOLE : next));
    index += !option.isSwitch && attached === undefined ? 1 : 0;
    if (value !== undefined) {
      const others = values.get(option.name);
      if (others) {
        others.push(value);
      } else {
        values.set(option.name, [value]);
      }
      set(whys, option.name, why?.(args.length - 1 - index));
    }
  }
  return { values, whys, operands, open };
}

function set(whys: Map<string, Unknown>, name: string, why: Unknown | undefined): void {
  if (why) {
    whys.set(name, why);
  } else {
    whys.delete(name);
  }
}

function because(why: Unknown | undefined): string {
  return why ? `: ${why.because}` : '';
}
