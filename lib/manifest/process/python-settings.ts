import { evaluate, type Scope } from './python-expression';
import { pythonLines, type Line } from './python-token';
import { UNKNOWN, type Value } from './setting';

/** Blocks whose assignments happen or not; those of `def` and `class` are no settings at all. */
const CONDITIONAL: ReadonlySet<string> = new Set(['if', 'elif', 'else', 'for', 'while', 'try', 'except', 'finally', 'with', 'match', 'case']);

/**
 * The names that a Python configuration file assigns at its top level, without running it. What is assigned under a
 * condition, or by anything but plain arithmetic over literals and the environment, is unknown.
 *
 * @param environment the value of an environment variable; nothing where it is not set
 */
export function readPythonSettings(source: string, environment: (name: string) => string | undefined): ReadonlyMap<string, Value> {
  const names = new Map<string, Value>();
  const scope: Scope = { names, environment };
  let block = '';
  for (const line of pythonLines(source)) {
    const first = line.tokens[0].text;
    if (line.indent === 0) {
      block = CONDITIONAL.has(first) ? 'condition' : ['def', 'class', 'async', '@'].includes(first) ? 'definition' : '';
    }
    const { name, value } = assignment(line) ?? {};
    if (name !== undefined && block !== 'definition') {
      names.set(name, block === '' && value ? evaluate(value, scope) : UNKNOWN);
    }
  }
  return names;
}

/** `name = …`, `name: type = …`; without a value for `name += …` and for anything in one line with `if`. */
function assignment({ tokens }: Line): { name: string; value?: Line['tokens'] } | undefined {
  const [first, second] = tokens;
  if (first.kind !== 'name' || second === undefined) {
    return undefined;
  }
  if (/^[-+*/%]=$/.test(second.text)) {
    return { name: first.text };
  }
  const equals = tokens.findIndex(({ kind, text }) => kind === 'operator' && text === '=');
  if (equals === 1 || (equals > 1 && second.text === ':')) {
    return { name: first.text, value: tokens.slice(equals + 1) };
  }
  if (CONDITIONAL.has(first.text) && equals > 1 && tokens[equals - 1].kind === 'name' && tokens[equals - 2].text === ':') {
    return { name: tokens[equals - 1].text };
  }
  return undefined;
}
