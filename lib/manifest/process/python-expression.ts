import { CPUS_HOLE, HOLE } from '../partial-text';
import { pythonLines, type Token } from './python-token';
import { NODE_CPUS, UNKNOWN, type Value } from './setting';

/** What an expression may refer to. */
export interface Scope {
  /** The names assigned so far. */
  readonly names: ReadonlyMap<string, Value>;
  /** The value of an environment variable; nothing where it is not set. */
  environment(name: string): string | undefined;
}

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([['True', true], ['False', false], ['None', null]]);
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

  public constructor(private readonly tokens: readonly Token[], private readonly scope: Scope, private depth: number) {}

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
    for (const operator of ['==', '!=', '<=', '>=', '<', '>', 'in', 'is']) {
      if (this.takes(operator)) {
        this.takes('not');
        const right = this.sum();
        const comparable = isText(left) && isText(right);
        return comparable && (operator === '==' || operator === '!=') ? (left === right) === (operator === '==') : UNKNOWN;
      }
    }
    return left;
  }

  private sum(): Value {
    let value = this.product();
    for (;;) {
      if (this.takes('+')) {
        value = arithmetic(value, this.product(), (a, b) => a + b, (a, b) => a + b);
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
      const { values, trailing } = this.list(token.text === '(' ? ')' : ']');
      return this.suffix(token.text === '(' && values.length === 1 && !trailing ? values[0] : values);
    }
    return token.kind === 'name' ? this.named(token.text) : UNKNOWN;
  }

  private named(first: string): Value {
    const constant = CONSTANTS.get(first);
    if (constant !== undefined) {
      return constant;
    }
    let last = first;
    let dotted = first;
    while (this.takes('.')) {
      last = this.tokens[this.position++]?.text ?? '';
      dotted += `.${last}`;
    }
    if (this.takes('(')) {
      return this.suffix(this.call(dotted, last, this.list(')').values));
    }
    if (last === 'environ' && this.takes('[')) {
      return this.suffix(this.environment(this.list(']').values));
    }
    return this.suffix(dotted === last ? this.scope.names.get(first) ?? UNKNOWN : UNKNOWN);
  }

  private call(dotted: string, name: string, values: readonly Value[]): Value {
    if (CPU_COUNTS.has(name)) {
      return NODE_CPUS;
    }
    if (name === 'getenv' || /(^|\.)environ\.get$/.test(dotted)) {
      return this.environment(values);
    }
    const [only] = values;
    switch (dotted) {
      case 'int': return toInteger(only);
      case 'str': return typeof only === 'number' ? String(only) : isText(only) ? only : UNKNOWN;
      case 'len': return only === NODE_CPUS ? NODE_CPUS : UNKNOWN;
      case 'min': return values.every((value) => typeof value === 'number') ? Math.min(...values) : UNKNOWN;
      case 'max': return values.includes(NODE_CPUS) ? NODE_CPUS : values.every((value) => typeof value === 'number') ? Math.max(...values) : UNKNOWN;
      default: return UNKNOWN;
    }
  }

  private environment([name, fallback]: readonly Value[]): Value {
    return typeof name === 'string' ? this.scope.environment(name) ?? fallback ?? null : UNKNOWN;
  }

  /** A method or an index on a value: not followed. */
  private suffix(value: Value): Value {
    let result = value;
    while (this.takes('.') || this.takes('[') || this.takes('(')) {
      const opened = this.tokens[this.position - 1].text;
      if (opened === '.') {
        this.position++;
      } else {
        this.list(opened === '[' ? ']' : ')');
      }
      result = UNKNOWN;
    }
    return result;
  }

  private list(close: string): { values: Value[]; trailing: boolean } {
    const values: Value[] = [];
    let trailing = false;
    while (!this.atEnd && !this.takes(close)) {
      const before = this.position;
      // The name of a keyword argument says nothing here.
      if (this.tokens[this.position].kind === 'name' && this.tokens[this.position + 1]?.text === '=') {
        this.position += 2;
      }
      values.push(this.expression());
      trailing = this.takes(',');
      if (this.position === before || (!trailing && !this.atEnd && this.tokens[this.position].text !== close)) {
        // A comprehension or a slice: the brackets cannot be read, and neither can what follows.
        this.position = this.tokens.length + 1;
        return { values: [UNKNOWN], trailing: false };
      }
    }
    return { values, trailing };
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
  left: Value, right: Value, onNumbers: (a: number, b: number) => Value, onTexts?: (a: string, b: string) => Value,
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

function isUnknown(value: Value): boolean {
  return value === UNKNOWN || value === NODE_CPUS || value === HOLE;
}

function truth(value: Value): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
