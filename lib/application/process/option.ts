import { HOLE, WORDS_HOLE } from '../../manifest/partial-text';

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
  readonly operands: readonly string[];
  /** Whether words stand in it that cannot be known: they may set anything. */
  readonly open: boolean;
}

/** Reads `--flag value`, `--flag=value`, `-f value` and `-fvalue`. What is not in the table is passed over. */
export function readOptions(args: readonly string[], table: OptionTable): Options {
  const values = new Map<string, string[]>();
  const operands: string[] = [];
  let open = false;
  for (let index = 0; index < args.length; index++) {
    const word = args[index];
    if (word.includes(WORDS_HOLE)) {
      open = true;
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
      values.set(option.name, [...(values.get(option.name) ?? []), value]);
    }
  }
  return { values, operands, open };
}
