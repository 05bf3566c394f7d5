import { CPUS_HOLE, hasHole, HOLE } from '../../manifest/partial-text';
import { pythonLines, type Token } from './python-token';
import { isList, NODE_CPUS, UNKNOWN, type Value } from './setting';

/** What an expression may refer to. */
export interface Scope {
  /** The names assigned so far. */
  readonly names: ReadonlyMap<string, Value>;
  /** The value of an environment variable; nothing where it is not set. */
  environment(name: string): string | undefined;
  /** The value of a call to something that the module was read to hold, such as `env.list('HOSTS')`; nothing where it is none of these. */
  call?(callee: string, args: Arguments): Value | undefined;
}

/** The arguments of a call. */
export interface Arguments {
  readonly values: readonly Value[];
  /** By name, with the tokens of each: a cast such as `bool` has no value here. */
  readonly keywords: ReadonlyMap<string, { readonly value: Value; readonly tokens: readonly Token[] }>;
}

const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);
const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['True', true],
  ['False', false],
  ['None', null],
]);
/** Calls whose result follows the node, whatever module they are taken from. */
const CPU_COUNTS: ReadonlySet<string> = new Set(['cpu_count', 'process_cpu_count', 'sched_getaffinity']);
/** Expressions in expressions; a deeper one is not a setting that anybody wrote. */
const DEEPEST = 40;

/**
 * The value of a Python expression, as far as it is made of literals, names, arithmetic and the environment. Anything
 * else is unknown.
 */
export function evaluate(tokens: readonly Token[], scope: Scope): Value {
  const evaluator = new Evaluator(tokens, scope, 0);
  const value = evaluator.expression();
  return evaluator.isFinished ? value : UNKNOWN;
}

class Evaluator {
  private position = 0;

  public constructor(
    private readonly tokens: readonly Token[],
    private readonly scope: Scope,
    private depth: number,
  ) {}

  /** Whether the tokens were one expression and nothing else. */
  public get isFinished(): boolean {
    return this.position === this.tokens.length;
  }

  private get atEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  /** `a if condition else b`, or without the condition. */
  public expression(): Value {
    if (++this.depth > DEEPEST) {
      this.position = this.tokens.length;
      return UNKNOWN;
    }
    const value = this.or();
    this.depth--;
    if (!this.takes('if')) {
      return value;
    }
    const condition = this.or();
    const otherwise = this.takes('else') ? this.expression() : UNKNOWN;
    return condition === UNKNOWN || condition === NODE_CPUS ? UNKNOWN : truth(condition) ? value : otherwise;
  }

  private or(): Value {
    let value = this.and();
    while (this.takes('or')) {
      const right = this.and();
      value = isUnknown(value) ? UNKNOWN : truth(value) ? value : right;
    }
    return value;
  }

  private and(): Value {
    let value = this.comparison();
    while (this.takes('and')) {
      const right = this.comparison();
      value = isUnknown(value) ? UNKNOWN : truth(value) ? right : value;
    }
    return value;
  }

  private comparison(): Value {
    if (this.takes('not')) {
      const value = this.comparison();
      return isUnknown(value) ? UNKNOWN : !truth(value);
    }
    const left = this.sum();
    const operator = this.operator();
    return operator === undefined ? left : compared(left, operator, this.sum());
  }

  /** `not in` and `is not` are one operator. */
  private operator(): string | undefined {
    if (this.takes('not')) {
      return this.takes('in') ? 'not in' : 'not';
    }
    const operator = ['==', '!=', '<=', '>=', '<', '>', 'in', 'is'].find((one) => this.takes(one));
    return operator === 'is' && this.takes('not') ? 'is not' : operator;
  }

  private sum(): Value {
    let value = this.product();
    for (;;) {
      if (this.takes('+')) {
        const right = this.product();
        value =
          isList(value) && isList(right)
            ? [...value, ...right]
            : arithmetic(
                value,
                right,
                (a, b) => a + b,
                (a, b) => a + b,
              );
      } else if (this.takes('-')) {
        value = arithmetic(value, this.product(), (a, b) => a - b);
      } else {
        return value;
      }
    }
  }

  private product(): Value {
    let value = this.unary();
    for (;;) {
      if (this.takes('*')) {
        value = arithmetic(value, this.unary(), (a, b) => a * b);
      } else if (this.takes('//')) {
        value = arithmetic(value, this.unary(), (a, b) => (b ? Math.floor(a / b) : UNKNOWN));
      } else if (this.takes('/')) {
        value = arithmetic(value, this.unary(), (a, b) => (b ? a / b : UNKNOWN));
      } else if (this.takes('%')) {
        const right = this.unary();
        value = typeof value === 'string' ? UNKNOWN : arithmetic(value, right, (a, b) => (b ? a % b : UNKNOWN));
      } else {
        return value;
      }
    }
  }

  private unary(): Value {
    if (this.takes('-')) {
      return arithmetic(0, this.unary(), (a, b) => a - b);
    }
    return this.postfix();
  }

  /** A name with its dots, calls and indices; a literal; a bracket. */
  private postfix(): Value {
    const token = this.tokens[this.position++];
    if (token === undefined) {
      return UNKNOWN;
    }
    if (token.kind === 'string') {
      let text = this.text(token);
      while (this.tokens[this.position]?.kind === 'string') {
        text += this.text(this.tokens[this.position++]);
      }
      return this.suffix(text);
    }
    if (token.kind === 'number') {
      return Number(token.text);
    }
    if (token.text === '(' || token.text === '[') {
      const tuple = token.text === '(';
      const comprehended = this.comprehension(tuple ? ')' : ']');
      if (comprehended !== undefined) {
        return this.suffix(comprehended);
      }
      const { values, trailing } = this.list(tuple ? ')' : ']');
      return this.suffix(tuple && values.length === 1 && !trailing ? values[0] : values);
    }
    return token.kind === 'name' ? this.named(token.text) : UNKNOWN;
  }

  private named(first: string): Value {
    const constant = CONSTANTS.get(first);
    if (constant !== undefined) {
      return constant;
    }
    const known = this.scope.names.get(first);
    if (known !== undefined && known !== UNKNOWN) {
      return this.suffix(known);
    }
    let last = first;
    let dotted = first;
    while (this.takes('.')) {
      last = this.tokens[this.position++]?.text ?? '';
      dotted += `.${last}`;
    }
    if (this.takes('(')) {
      return this.suffix(this.call(dotted, last, this.list(')')));
    }
    if (last === 'environ' && this.takes('[')) {
      return this.suffix(this.environment(this.list(']')));
    }
    return this.suffix(UNKNOWN);
  }

  private call(dotted: string, name: string, args: Arguments): Value {
    const known = this.scope.call?.(dotted, args);
    if (known !== undefined) {
      return known;
    }
    if (CPU_COUNTS.has(name)) {
      return NODE_CPUS;
    }
    if (name === 'getenv' || /(^|\.)environ\.get$/.test(dotted)) {
      return this.environment(args);
    }
    const { values } = args;
    const [only] = values;
    switch (dotted) {
      case 'int':
        return toInteger(only);
      case 'str':
        return typeof only === 'number' ? String(only) : isText(only) ? only : UNKNOWN;
      case 'bool':
        return only === undefined ? false : isUnknown(only) ? UNKNOWN : truth(only);
      case 'list':
      case 'tuple':
        return isList(only) ? only : UNKNOWN;
      case 'len':
        return only === NODE_CPUS ? NODE_CPUS : UNKNOWN;
      case 'min':
        return values.every((value) => typeof value === 'number') ? Math.min(...values) : UNKNOWN;
      case 'max':
        return values.includes(NODE_CPUS) ? NODE_CPUS : values.every((value) => typeof value === 'number') ? Math.max(...values) : UNKNOWN;
      default:
        return UNKNOWN;
    }
  }

  private environment({ values: [name, fallback], keywords }: Arguments): Value {
    return typeof name === 'string' ? (this.scope.environment(name) ?? fallback ?? keywords.get('default')?.value ?? null) : UNKNOWN;
  }

  /** A method or an index on a value; most are not followed. */
  private suffix(value: Value): Value {
    let result = value;
    for (;;) {
      if (this.takes('.')) {
        const name = this.tokens[this.position++]?.text ?? '';
        result = this.takes('(') ? method(result, name, this.list(')').values) : UNKNOWN;
      } else if (this.takes('[')) {
        const {
          values: [index],
        } = this.list(']');
        result = isList(result) && typeof index === 'number' ? (result[index] ?? UNKNOWN) : UNKNOWN;
      } else if (this.takes('(')) {
        this.list(')');
        result = UNKNOWN;
      } else {
        return result;
      }
    }
  }

  /** `element for name in values`, with or without a condition, between brackets that were just opened; nothing where it is none. */
  private comprehension(close: string): Value | undefined {
    const end = this.extent((text) => text === close);
    const inner = this.tokens.slice(this.position, end);
    const loop = outermost(inner, 'for');
    if (loop <= 0) {
      return undefined;
    }
    this.position = end + 1;
    const [, name, word, ...rest] = inner.slice(loop);
    const condition = outermost(rest, 'if');
    const values = word?.text === 'in' ? this.inner(condition < 0 ? rest : rest.slice(0, condition)) : UNKNOWN;
    if (!isList(values)) {
      return UNKNOWN;
    }
    return values.flatMap((value): Value[] => {
      const scope = { ...this.scope, names: new Map<string, Value>([...this.scope.names, [name.text, value]]) };
      const wanted = condition < 0 || this.inner(rest.slice(condition + 1), scope);
      return isUnknown(wanted) ? [UNKNOWN] : truth(wanted) ? [this.inner(inner.slice(0, loop), scope)] : [];
    });
  }

  /** What stands between brackets, each on its own: one that cannot be read leaves the others as they are. */
  private list(close: string): Arguments & { readonly trailing: boolean } {
    const values: Value[] = [];
    const keywords = new Map<string, { value: Value; tokens: readonly Token[] }>();
    let trailing = false;
    while (!this.atEnd && !this.takes(close)) {
      const start = this.position;
      const end = this.extent((text) => text === ',' || text === close);
      const item = this.tokens.slice(start, end);
      this.position = end;
      if (item[0]?.kind === 'name' && item[1]?.kind === 'operator' && item[1].text === '=') {
        const tokens = item.slice(2);
        keywords.set(item[0].text, { value: this.inner(tokens), tokens });
      } else {
        const unpacked = item[0]?.kind === 'operator' && item[0].text === '*' ? this.inner(item.slice(1)) : undefined;
        const added: readonly Value[] = unpacked === undefined ? [this.inner(item)] : isList(unpacked) ? unpacked : [UNKNOWN];
        values.push(...added);
      }
      trailing = this.takes(',');
    }
    if (this.atEnd && this.tokens[this.position - 1]?.text !== close) {
      this.position = this.tokens.length + 1;
    }
    return { values, keywords, trailing };
  }

  /** Where, outside of further brackets, the first of these tokens stands; the end where there is none. */
  private extent(isEnd: (text: string) => boolean): number {
    let depth = 0;
    for (let index = this.position; index < this.tokens.length; index++) {
      const { kind, text } = this.tokens[index];
      if (kind === 'operator') {
        if (depth === 0 && isEnd(text)) {
          return index;
        }
        depth += OPENING.has(text) ? 1 : CLOSING.has(text) ? -1 : 0;
      }
    }
    return this.tokens.length;
  }

  private inner(tokens: readonly Token[], scope = this.scope): Value {
    if (this.depth > DEEPEST) {
      return UNKNOWN;
    }
    const evaluator = new Evaluator(tokens, scope, this.depth + 1);
    const value = evaluator.expression();
    return evaluator.isFinished ? value : UNKNOWN;
  }

  private text(token: Token): string {
    if (!token.prefix?.includes('f')) {
      return token.text;
    }
    return token.text.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, inner: string | undefined) => {
      if (inner === undefined) {
        return whole[0];
      }
      const value = evaluateText(inner, this.scope, this.depth);
      return isText(value) || typeof value === 'number' ? String(value) : value === NODE_CPUS ? CPUS_HOLE : HOLE;
    });
  }

  private takes(text: string): boolean {
    const token = this.tokens[this.position];
    const taken = token !== undefined && token.kind !== 'string' && token.text === text;
    this.position += taken ? 1 : 0;
    return taken;
  }
}

function evaluateText(source: string, scope: Scope, depth: number): Value {
  const lines = pythonLines(source);
  if (lines.length !== 1) {
    return UNKNOWN;
  }
  const evaluator = new Evaluator(lines[0].tokens, scope, depth + 1);
  const value = evaluator.expression();
  return evaluator.isFinished ? value : UNKNOWN;
}

function arithmetic(
  left: Value,
  right: Value,
  onNumbers: (a: number, b: number) => Value,
  onTexts?: (a: string, b: string) => Value,
): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    return onNumbers(left, right);
  }
  if (onTexts && isText(left) && isText(right)) {
    return onTexts(left, right);
  }
  const follows = [left, right].includes(NODE_CPUS) && [left, right].every((value) => value === NODE_CPUS || typeof value === 'number');
  return follows ? NODE_CPUS : UNKNOWN;
}

function compared(left: Value, operator: string, right: Value): Value {
  if (operator === 'in' || operator === 'not in') {
    const known = isText(left) && !hasHole(left) && isList(right) && right.every((each) => isText(each) && !hasHole(each));
    return known ? right.includes(left) === (operator === 'in') : UNKNOWN;
  }
  const equality = operator === '==' || operator === 'is' ? true : operator === '!=' || operator === 'is not' ? false : undefined;
  const sides: readonly Value[] = [left, right];
  const plain = sides.every(
    (value) => value === null || typeof value === 'boolean' || typeof value === 'number' || (isText(value) && !hasHole(value)),
  );
  return plain && equality !== undefined ? (left === right) === equality : UNKNOWN;
}

/** The few methods that settings are made with. */
function method(value: Value, name: string, [argument]: readonly Value[]): Value {
  if (!isText(value)) {
    return UNKNOWN;
  }
  switch (name) {
    case 'strip':
      return argument === undefined ? value.trim() : UNKNOWN;
    case 'lower':
      return value.toLowerCase();
    case 'upper':
      return value.toUpperCase();
    case 'split':
      return argument === undefined
        ? value.split(/\s+/).filter(Boolean)
        : isText(argument) && argument !== ''
          ? value.split(argument)
          : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** The index of a keyword outside of brackets; -1 where there is none. */
function outermost(tokens: readonly Token[], keyword: string): number {
  let depth = 0;
  return tokens.findIndex(({ kind, text }) => {
    depth += kind === 'operator' ? (OPENING.has(text) ? 1 : CLOSING.has(text) ? -1 : 0) : 0;
    return depth === 0 && kind === 'name' && text === keyword;
  });
}

/** A number that follows the node still does as a whole number. */
function toInteger(value: Value | undefined): Value {
  if (value === NODE_CPUS || typeof value === 'number') {
    return typeof value === 'number' ? Math.trunc(value) : value;
  }
  return isText(value) && /^\s*-?\d+\s*$/.test(value) ? Number(value) : value === CPUS_HOLE ? NODE_CPUS : UNKNOWN;
}

function isText(value: Value | undefined): value is string {
  return typeof value === 'string';
}

/** Whether it cannot be known what Python would take the value for. */
export function isUnknown(value: Value): boolean {
  return value === UNKNOWN || value === NODE_CPUS || value === HOLE;
}

/** What Python takes a value for. */
export function truth(value: Value): boolean {
  return isList(value) ? value.length > 0 : Boolean(value);
}
