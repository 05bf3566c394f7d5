import { evaluate, isUnknown, truth, type Arguments, type Scope } from './python-expression';
import { pythonLines, type Line, type Token } from './python-token';
import { isList, UNKNOWN, type Value } from './setting';

/** What a Python module assigns at its top level. */
export interface PythonSettings {
  readonly values: ReadonlyMap<string, Value>;
  /** Where each name got its value. */
  readonly places: ReadonlyMap<string, Place>;
  /** Whether something that cannot be read may have assigned any name that is not among the values. */
  readonly open: boolean;
}

/** A line of a Python module. */
export interface Place {
  /** As the reader of the module calls it; empty for the module itself. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
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
}

/** How far it is known that a line of a block runs. */
type Mode = 'run' | 'skip' | 'maybe' | 'try' | 'definition';

/** A block, and what an `elif` or `else` at its indent has to know. */
interface Block {
  readonly indent: number;
  readonly mode: Mode;
  /** Whether a branch of this chain of conditions was taken; nothing where the block is no condition. */
  readonly chain?: boolean | typeof UNKNOWN;
}

const DEFINITIONS: ReadonlySet<string> = new Set(['def', 'class', 'async', '@']);
/** Blocks that run, or not, or often. */
const LOOSE: ReadonlySet<string> = new Set(['for', 'while', 'except', 'finally', 'with', 'match', 'case']);

/**
 * The names that a Python module assigns at its top level, without running it. What is assigned under a condition that
 * cannot be decided, or by anything but plain expressions over literals and the environment, is unknown.
 */
export function readPythonSettings(source: string, surroundings: Surroundings): PythonSettings {
  const reader = new Reader(surroundings);
  let blocks: readonly Block[] = [];
  for (const line of pythonLines(source)) {
    const closed = blocks.find(({ indent }) => indent === line.indent);
    blocks = blocks.filter(({ indent }) => indent < line.indent);
    const mode = modeOf(blocks);
    const block = blockOf(line, closed, reader);
    if (block) {
      blocks = [...blocks, block];
    }
    // What follows the colon in the same line is the whole block.
    const statement = block ? afterColon(line.tokens) : line.tokens;
    const effective = block ? modeOf(blocks) : mode;
    if (statement.length && effective !== 'skip' && effective !== 'definition') {
      reader.statement(statement, line.line, effective);
    }
  }
  return reader;
}

function modeOf(blocks: readonly Block[]): Mode {
  return (['definition', 'skip', 'maybe', 'try'] as const).find((mode) => blocks.some((block) => block.mode === mode)) ?? 'run';
}

function blockOf({ indent, tokens }: Line, closed: Block | undefined, reader: Reader): Block | undefined {
  const [{ kind, text: first }] = tokens;
  if (kind === 'string' || (tokens[1]?.text === '=' && kind === 'name')) {
    return undefined;
  }
  if (DEFINITIONS.has(first)) {
    return { indent, mode: 'definition' };
  }
  if (first === 'if' || first === 'elif') {
    const before = first === 'elif' ? (closed?.chain ?? UNKNOWN) : false;
    const condition = before === true ? false : reader.truth(tokens.slice(1, colonOf(tokens)));
    const mode = condition === false ? 'skip' : condition === true && before === false ? 'run' : 'maybe';
    return {
      indent,
      mode,
      chain: before === true || (condition === true && before === false) ? true : condition === false ? before : UNKNOWN,
    };
  }
  if (first === 'else') {
    return { indent, mode: closed?.chain === true ? 'skip' : closed?.chain === false ? 'run' : 'maybe' };
  }
  return first === 'try' ? { indent, mode: 'try' } : LOOSE.has(first) ? { indent, mode: 'maybe' } : undefined;
}

function colonOf(tokens: readonly Token[]): number {
  let depth = 0;
  const index = tokens.findIndex(({ kind, text }) => {
    depth += kind === 'operator' ? ('([{'.includes(text) ? 1 : ')]}'.includes(text) ? -1 : 0) : 0;
    return depth === 0 && kind === 'operator' && text === ':';
  });
  return index < 0 ? tokens.length : index;
}

function afterColon(tokens: readonly Token[]): readonly Token[] {
  return tokens.slice(colonOf(tokens) + 1);
}

const PLUS: Token = { kind: 'operator', text: '+' };
const OPEN: Token = { kind: 'operator', text: '(' };
const CLOSE: Token = { kind: 'operator', text: ')' };

class Reader implements PythonSettings {
  public readonly values = new Map<string, Value>();
  public readonly places = new Map<string, Place>();
  public open = false;
  /** The names of imported things where they come from: `env` is what `environ.Env` returned. */
  private readonly origins = new Map<string, string>();
  private readonly made = new Map<string, Arguments>();
  private readonly scope: Scope;

  public constructor(private readonly surroundings: Surroundings) {
    const environment = (name: string) => surroundings.environment(name);
    this.scope = {
      names: this.values,
      environment,
      call: (callee, args) => surroundings.call?.(this.originOf(callee), this.withScheme(callee, args), environment),
    };
  }

  /** Nothing where it cannot be known. */
  public truth(condition: readonly Token[]): boolean | undefined {
    const value = evaluate(condition, this.scope);
    return isUnknown(value) ? undefined : truth(value);
  }

  public statement(tokens: readonly Token[], line: number, mode: Mode): void {
    const [first, second, third] = tokens;
    if (first.kind === 'name' && (first.text === 'from' || first.text === 'import')) {
      this.import(tokens, line, mode);
    } else if (
      tokens.some(
        ({ kind, text }, index) => kind === 'name' && /^(globals|locals|vars|exec|eval)$/.test(text) && tokens[index + 1]?.text === '(',
      )
    ) {
      this.everything();
    } else if (first.kind !== 'name' || second?.kind !== 'operator') {
      return;
    } else if (second.text === '.' && third && tokens[3]?.text === '(') {
      this.change(first.text, third.text, tokens, line, mode);
    } else if (/^[-+*/%]=$/.test(second.text)) {
      this.assign(
        first.text,
        second.text === '+=' ? evaluate([first, PLUS, OPEN, ...tokens.slice(2), CLOSE], this.scope) : UNKNOWN,
        line,
        mode,
      );
    } else if (second.text === '[' || second.text === ',') {
      const end = equalsIn(tokens);
      tokens
        .slice(0, Math.max(end, 0))
        .filter(({ kind }, index) => kind === 'name' && (second.text === ',' || index === 0))
        .forEach(({ text }) => this.assign(text, UNKNOWN, line, mode));
    } else {
      this.assignment(tokens, line, mode);
    }
  }

  /** `name = …`, `name: type = …`, `name = other = …`. */
  private assignment(tokens: readonly Token[], line: number, mode: Mode): void {
    const targets = [tokens[0].text];
    let start = tokens[1].text === ':' ? equalsIn(tokens) : 1;
    if (tokens[start]?.kind !== 'operator' || tokens[start].text !== '=') {
      return;
    }
    for (; tokens[start + 1]?.kind === 'name' && tokens[start + 2]?.kind === 'operator' && tokens[start + 2].text === '='; start += 2) {
      targets.push(tokens[start + 1].text);
    }
    const expression = tokens.slice(start + 1);
    const value = evaluate(expression, this.scope);
    for (const target of targets) {
      this.assign(target, value, line, mode);
      this.remember(target, expression);
    }
  }

  private assign(name: string, value: Value, line: number, mode: Mode, file = ''): void {
    this.values.set(name, mode === 'run' ? value : UNKNOWN);
    this.places.set(name, { file, line });
    this.origins.delete(name);
  }

  /** `env = environ.Env(…)`: what `env(…)` then means is for others to say. */
  private remember(name: string, expression: readonly Token[]): void {
    const open = expression.findIndex(({ text }) => text === '(');
    if (open <= 0 || !expression.slice(0, open).every(({ kind, text }) => kind === 'name' || text === '.')) {
      return;
    }
    const callee = this.originOf(
      expression
        .slice(0, open)
        .map(({ text }) => text)
        .join(''),
    );
    this.origins.set(name, callee);
    evaluate([{ kind: 'name', text: 'call' }, ...expression.slice(open)], {
      ...this.scope,
      call: (made, args) => {
        this.made.set(name, made === 'call' ? args : (this.made.get(name) ?? args));
        return undefined;
      },
    });
  }

  private originOf(callee: string): string {
    const [first, ...rest] = callee.split('.');
    return [this.origins.get(first) ?? first, ...rest].join('.');
  }

  /** Defaults and casts that `environ.Env(DEBUG=(bool, False))` was made with count where a call names none itself. */
  private withScheme(callee: string, args: Arguments): Arguments {
    const [first] = callee.split('.');
    const scheme = this.made.get(first)?.keywords;
    const [name] = args.values;
    const entry = scheme && typeof name === 'string' ? scheme.get(name) : undefined;
    if (!entry) {
      return args;
    }
    const [, fallback] = isList(entry.value) ? entry.value : [];
    const cast = entry.tokens[0]?.text === '(' ? entry.tokens.slice(1, 2) : entry.tokens;
    return {
      values: args.values,
      keywords: new Map([
        ['cast', { value: UNKNOWN, tokens: cast }],
        ...(fallback === undefined ? [] : [['default', { value: fallback, tokens: [] }] as const]),
        ...args.keywords,
      ]),
    };
  }

  /** `HOSTS.append('a')`. */
  private change(name: string, how: string, tokens: readonly Token[], line: number, mode: Mode): void {
    const before = this.values.get(name);
    if (before === undefined || !isList(before)) {
      return;
    }
    const argument = evaluate(tokens.slice(3), this.scope);
    const grown: readonly Value[] | undefined = how === 'append' ? [argument] : how === 'extend' && isList(argument) ? argument : undefined;
    const value = grown ? [...before, ...grown] : UNKNOWN;
    this.assign(name, value, line, mode);
  }

  private import(tokens: readonly Token[], line: number, mode: Mode): void {
    const words = tokens.map(({ text }) => text);
    const at = words.indexOf('import');
    if (words[0] === 'import') {
      return;
    }
    const module = words.slice(1, at).join('');
    const found = this.surroundings.module?.(module);
    const names = words
      .slice(at + 1)
      .filter((word) => word !== '(' && word !== ')')
      .join(' ')
      .split(' , ')
      .map((part) => part.split(' as '));
    if (names[0]?.[0] === '*') {
      this.importAll(found, mode);
      return;
    }
    for (const [name, alias = name] of names) {
      const settings = typeof found === 'object' ? found : undefined;
      const place = settings?.places.get(name);
      this.assign(
        alias,
        settings?.values.get(name) ?? UNKNOWN,
        place?.line ?? line,
        mode === 'try' && settings ? 'run' : mode,
        place?.file,
      );
      this.origins.set(alias, `${module}.${name}`);
    }
  }

  private importAll(found: PythonSettings | 'absent' | undefined, mode: Mode): void {
    // An optional module of the project that is not there: `try: from .local import *`.
    if (found === 'absent' && mode === 'try') {
      return;
    }
    if (typeof found !== 'object' || mode === 'maybe') {
      this.everything();
      return;
    }
    if (found.open) {
      this.everything();
    }
    for (const [name, value] of found.values) {
      if (!name.startsWith('_')) {
        this.values.set(name, value);
        this.places.set(name, found.places.get(name)!);
      }
    }
  }

  /** Anything may have been assigned. */
  private everything(): void {
    this.open = true;
    this.values.forEach((_, name) => this.values.set(name, UNKNOWN));
  }
}

function equalsIn(tokens: readonly Token[]): number {
  return tokens.findIndex(({ kind, text }) => kind === 'operator' && text === '=');
}
