import type { Value } from '../value';
import { evaluate, type Scope } from '../python/evaluation';
import { UNREADABLE, type Expression } from '../python/expression';

const TOKEN = /\s*(?:(\d+)|\$?([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\}|(\$\([^()]*\)|`[^`]*`)|(\*\*|&&|\|\||[<>=!]=|[-+*/%<>?:()!]))/y;
/** From the loosest to the tightest. */
const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%'], ['**']];
/** Brackets in brackets; deeper ones are not followed. */
const DEEPEST = 20;

/** Where the value of `$(…)` inside of an arithmetic expression is kept. */
export type Substitution = (command: string) => Value;

/** `$((…))` as an expression, so that it is computed as those of other languages are. */
export function arithmeticExpression(text: string, substitution: Substitution): Expression {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) {
      return UNREADABLE;
    }
    tokens.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5]);
  }
  const parser = new ArithmeticParser(tokens, substitution);
  const expression = parser.choice();
  return parser.isFinished ? expression : UNREADABLE;
}

/** The value of an arithmetic expression. */
export function arithmeticValue(text: string, scope: Scope, substitution: Substitution): Value {
  const value = evaluate(arithmeticExpression(text, substitution), scope);
  return typeof value === 'boolean' ? Number(value) : typeof value === 'number' ? Math.trunc(value) : value;
}

class ArithmeticParser {
  private position = 0;
  private depth = 0;

  public constructor(
    private readonly tokens: readonly string[],
    private readonly substitution: Substitution,
  ) {}

  public get isFinished(): boolean {
    return this.position === this.tokens.length;
  }

  public choice(): Expression {
    if (++this.depth > DEEPEST) {
      this.position = this.tokens.length + 1;
      return UNREADABLE;
    }
    const condition = this.level(0);
    let result = condition;
    if (this.takes('?')) {
      const value = this.choice();
      result = this.takes(':') ? { kind: 'choice', condition, value, otherwise: this.choice() } : UNREADABLE;
    }
    this.depth--;
    return result;
  }

  private level(index: number): Expression {
    if (index === LEVELS.length) {
      return this.unary();
    }
    let left = this.level(index + 1);
    for (let operator = this.oneOf(LEVELS[index]); operator; operator = this.oneOf(LEVELS[index])) {
      left = combined(operator, left, this.level(index + 1));
    }
    return left;
  }

  private unary(): Expression {
    if (this.depth > DEEPEST) {
      return UNREADABLE;
    }
    const sign = this.oneOf(['-', '+', '!']);
    if (sign !== undefined) {
      this.depth++;
      const operand = this.unary();
      this.depth--;
      return sign === '+' ? operand : { kind: sign === '-' ? 'negative' : 'not', operand };
    }
    if (this.takes('(')) {
      const inner = this.choice();
      return this.takes(')') ? inner : UNREADABLE;
    }
    const token = this.tokens[this.position++] ?? '';
    if (/^\d/.test(token)) {
      return { kind: 'constant', value: Number(token) };
    }
    if (/^[A-Za-z_]/.test(token)) {
      return { kind: 'name', name: token };
    }
    return /^[$`]/.test(token) ? { kind: 'constant', value: this.substitution(token.replace(/^\$\(|^`|[)`]$/g, '')) } : UNREADABLE;
  }

  private oneOf(operators: readonly string[]): string | undefined {
    return operators.find((operator) => this.takes(operator));
  }

  private takes(operator: string): boolean {
    const taken = this.tokens[this.position] === operator;
    this.position += taken ? 1 : 0;
    return taken;
  }
}

/** Shells divide whole numbers. */
function combined(operator: string, left: Expression, right: Expression): Expression {
  switch (operator) {
    case '||':
      return { kind: 'logical', operator: 'or', left, right };
    case '&&':
      return { kind: 'logical', operator: 'and', left, right };
    case '/':
      return { kind: 'binary', operator: '//', left, right };
    case '+':
    case '-':
    case '*':
    case '%':
    case '**':
      return { kind: 'binary', operator, left, right };
    default:
      return { kind: 'comparison', operator, left, right };
  }
}
