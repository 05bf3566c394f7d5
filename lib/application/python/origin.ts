import { isList, Unknown, type Value } from '../value';
import type { Arguments } from './arguments';
import { dottedName, type Expression } from './expression';

/** Where imported names come from, and what was made of them: `env` is what `environ.Env` returned. */
export class Origins {
  private readonly origins = new Map<string, string>();
  private readonly made = new Map<string, Arguments>();

  /** The callee by the name that it was imported under: `environ.Env.list` for `env.list`. */
  public of(callee: string): string {
    const [first, ...rest] = callee.split('.');
    return [this.origins.get(first) ?? first, ...rest].join('.');
  }

  public import(name: string, origin: string): void {
    this.origins.set(name, origin);
  }

  public forget(name: string): void {
    this.origins.delete(name);
    this.made.delete(name);
  }

  /** `env = environ.Env(…)`: what `env(…)` then means is for others to say. */
  public remember(name: string, expression: Expression, argumentsOf: (call: Expression) => Arguments | undefined): void {
    const callee = expression.kind === 'call' ? dottedName(expression.callee) : undefined;
    if (callee !== undefined) {
      const args = argumentsOf(expression);
      this.origins.set(name, this.of(callee));
      if (args) {
        this.made.set(name, args);
      }
    }
  }

  /** Defaults and casts that `environ.Env(DEBUG=(bool, False))` was made with count where a call names none itself. */
  public withScheme(callee: string, args: Arguments): Arguments {
    const [first] = callee.split('.');
    const scheme = this.made.get(first)?.keywords;
    const [name] = args.values;
    const entry = scheme && typeof name === 'string' ? scheme.get(name) : undefined;
    if (!entry) {
      return args;
    }
    const [, fallback]: readonly Value[] = isList(entry.value) ? entry.value : [];
    const cast = entry.tokens[0]?.text === '(' ? entry.tokens.slice(1, 2) : entry.tokens;
    return {
      values: args.values,
      keywords: new Map([
        ['cast', { value: new Unknown('a type'), tokens: cast }],
        ...(fallback === undefined ? [] : [['default', { value: fallback, tokens: [] }] as const]),
        ...args.keywords,
      ]),
    };
  }
}
