import { hasHole } from '../../manifest/partial-text';
import type { Arguments } from './arguments';
import type { Token } from './token';
import { PARTLY_KNOWN, Unknown, type Value } from '../value';

/** `BOOLEAN_TRUE_STRINGS` of django-environ, `truthy` of environs, `_cast_boolean` of decouple and `strtobool` of distutils, together. */
const TRUE: ReadonlySet<string> = new Set(['true', 't', 'on', 'ok', 'y', 'yes', '1']);

/**
 * What `env(…)`, `env.list(…)` (django-environ, environs), `config(…)` (decouple) and `strtobool(…)` come to; nothing for
 * any other call.
 *
 * @param callee where it comes from: `environ.Env.list`
 */
export function environmentCall(
  callee: string,
  { values, keywords }: Arguments,
  environment: (name: string) => string | undefined,
): Value | undefined {
  const [name, second] = values;
  if (/^(distutils\.util\.|setuptools\._distutils\.util\.)strtobool$/.test(callee)) {
    return cast(name, 'bool');
  }
  const [, how] =
    /^environs?\.(?:FileAware)?Env(?:\.(\w+))?$/.exec(callee) ?? /^decouple\.(?:config|AutoConfig)(?:\.(\w+))?$/.exec(callee) ?? [];
  const isReader = /^environs?\.(FileAware)?Env(\.\w+)?$|^decouple\.config$/.test(callee);
  if (!isReader || typeof name !== 'string') {
    return undefined;
  }
  const kind = how ?? kindOf(keywords.get('cast')?.tokens ?? []);
  const text = environment(name);
  if (text !== undefined) {
    return cast(text, kind);
  }
  const notSet = new Unknown(`${name} is not set`);
  // The second argument of `env.list` is what its items are cast to, and only `env.bool` and the like have the default there.
  const fallback = keywords.get('default')?.value ?? (how === 'list' ? notSet : (second ?? notSet));
  return typeof fallback === 'string' ? cast(fallback, kind) : fallback;
}

/** What a cast makes: the name of a type, `Csv()`, or a function that splits. */
function kindOf(tokens: readonly Token[]): string {
  const [first] = tokens;
  const words = tokens.map(({ text }) => text);
  if (first === undefined) {
    return 'str';
  }
  if (words.includes('Csv') || first.text === '[' || (first.text === 'lambda' && words.includes('split') && words.includes(','))) {
    return 'list';
  }
  return tokens.length === 1 ? first.text : 'unknown';
}

function cast(value: Value | undefined, kind: string): Value {
  if (typeof value !== 'string') {
    return value === undefined ? new Unknown('it has no argument') : value;
  }
  switch (kind) {
    case 'str':
      return value;
    case 'bool':
      return hasHole(value) ? new Unknown(PARTLY_KNOWN) : TRUE.has(value.trim().toLowerCase());
    case 'int':
      return /^\s*-?\d+\s*$/.test(value) ? Number(value) : new Unknown('it is no number');
    case 'list':
    case 'tuple':
      return value
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean);
    default:
      return new Unknown('what it is cast to is not followed here');
  }
}
