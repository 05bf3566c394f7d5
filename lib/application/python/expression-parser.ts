import type { Value } from '../value';
import { UNREADABLE, type Expression, type Keyword } from './expression';
import type { Token } from './token';
import { TokenReader } from './token-reader';

const CONSTANTS: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['True', true],
  ['False', false],
  ['None', null],
]);
/** Names that begin or go on with something that is no operand. */
const RESERVED: ReadonlySet<string> = new Set(['lambda', 'yield', 'await', 'if', 'else', 'for', 'in', 'is', 'and', 'or']);
const COMPARISONS = ['==', '!=', '<=', '>=', '<', '>', 'in', 'is'];
/** Expressions in expressions; a deeper one is not a setting that anybody wrote. */
const DEEPEST = 40;

/** Reads tokens as one expression; what is none is unreadable, and a part that is none is unreadable alone. */
export function parseExpression(tokens: readonly Token[], depth = 0): Expression {
  const parser = new Parser(tokens, depth);
  const expression = parser.tuple();
  return parser.isFinished ? expression : UNREADABLE;
}

class Parser extends TokenReader {
  public constructor(
    tokens: readonly Token[],
    private depth: number,
  ) {
    super(tokens);
  }

  /** `a, b` without brackets is a tuple as well. */
  public tuple(): Expression {
    const first = this.expression();
    if (!this.at(',')) {
      return first;
    }
    const items = [first];
    while (this.takes(',') && !this.atEnd) {
      items.push(this.expression());
    }
    return { kind: 'list', items };
  }

  /** `a if condition else b`, or without the condition. */
  private expression(): Expression {
    if (++this.depth > DEEPEST) {
      this.depth--;
      this.skip();
      return UNREADABLE;
    }
    const value = this.logical('or');
    const choice = this.takes('if') ? this.choice(value) : value;
    this.depth--;
    return choice;
  }

  private choice(value: Expression): Expression {
    const condition = this.logical('or');
    return { kind: 'choice', condition, value, otherwise: this.takes('else') ? this.expression() : UNREADABLE };
  }

  private logical(operator: 'and' | 'or'): Expression {
    const operand = () => (operator === 'or' ? this.logical('and') : this.negation());
    let left = operand();
    while (this.takes(operator)) {
      left = { kind: 'logical', operator, left, right: operand() };
    }
    return left;
  }

  private negation(): Expression {
    let count = 0;
    for (; this.takes('not'); count++) {
      // Each turns it around.
    }
    const operand = this.comparison();
    return count === 0 ? operand : count % 2 ? { kind: 'not', operand } : { kind: 'not', operand: { kind: 'not', operand } };
  }

  private comparison(): Expression {
    const left = this.sum();
    const operator = this.comparisonOperator();
    if (operator === undefined) {
      return left;
    }
    const right = this.sum();
    // A chain, `1 < a < 3`, is left alone.
    return COMPARISONS.some((one) => this.at(one)) ? this.unreadable() : { kind: 'comparison', operator, left, right };
  }

  /** `not in` and `is not` are one operator. */
  private comparisonOperator(): string | undefined {
    if (this.takes('not')) {
      return this.takes('in') ? 'not in' : 'not';
    }
    const operator = COMPARISONS.find((one) => this.takes(one));
    return operator === 'is' && this.takes('not') ? 'is not' : operator;
  }

  private sum(): Expression {
    let left = this.product();
    for (let operator = this.oneOf(['+', '-']); operator; operator = this.oneOf(['+', '-'])) {
      left = { kind: 'binary', operator, left, right: this.product() };
    }
    return left;
  }

  private product(): Expression {
    let left = this.unary();
    for (let operator = this.oneOf(['*', '//', '/', '%']); operator; operator = this.oneOf(['*', '//', '/', '%'])) {
      left = { kind: 'binary', operator, left, right: this.unary() };
    }
    return left;
  }

  private unary(): Expression {
    let negative = false;
    for (let sign = this.oneOf(['-', '+']); sign; sign = this.oneOf(['-', '+'])) {
      negative = sign === '-' ? !negative : negative;
    }
    const base = this.postfix(this.atom());
    const operand: Expression = this.takes('**') ? { kind: 'binary', operator: '**', left: base, right: this.postfix(this.atom()) } : base;
    return negative ? { kind: 'negative', operand } : operand;
  }

  /** A name, a literal, a bracket. */
  private atom(): Expression {
    const token = this.tokens[this.position];
    if (token === undefined || (token.kind === 'name' && RESERVED.has(token.text))) {
      return this.unreadable();
    }
    if (token.kind === 'string') {
      return this.text();
    }
    this.position++;
    if (token.kind === 'number') {
      return { kind: 'constant', value: Number(token.text) };
    }
    if (token.kind === 'name') {
      const constant = CONSTANTS.get(token.text);
      return constant === undefined ? { kind: 'name', name: token.text } : { kind: 'constant', value: constant };
    }
    if (token.text === '(' || token.text === '[') {
      return this.bracket(token.text === '(');
    }
    this.position--;
    return this.unreadable();
  }

  private text(): Expression {
    const start = this.position;
    while (this.tokens[this.position]?.kind === 'string') {
      this.position++;
    }
    return { kind: 'text', tokens: this.tokens.slice(start, this.position) };
  }

  private bracket(tuple: boolean): Expression {
    const { items, trailing } = this.items(tuple ? ')' : ']');
    const [only] = items;
    const isOne = items.length === 1 && !trailing;
    return isOne && (tuple || only.kind === 'comprehension') && only.kind !== 'unpacked' ? only : { kind: 'list', items };
  }

  /** Members, calls and indices of what stands before them. */
  private postfix(start: Expression): Expression {
    let result = start;
    for (;;) {
      if (this.takes('.')) {
        const name = this.tokens[this.position++]?.text ?? '';
        result = { kind: 'member', object: result, name };
      } else if (this.takes('(')) {
        const { items, keywords } = this.items(')');
        result = { kind: 'call', callee: result, items, keywords };
      } else if (this.takes('[')) {
        const { items } = this.items(']');
        result = { kind: 'index', object: result, index: items.length === 1 ? items[0] : UNREADABLE };
      } else {
        return result;
      }
    }
  }

  /** What stands between brackets, each on its own: one that cannot be read leaves the others as they are. */
  private items(close: string): { items: Expression[]; keywords: Keyword[]; trailing: boolean } {
    const items: Expression[] = [];
    const keywords: Keyword[] = [];
    let trailing = false;
    let before = -1;
    while (!this.takes(close)) {
      if (this.atEnd || this.position === before) {
        this.broken = true;
        this.position = this.tokens.length;
        break;
      }
      before = this.position;
      const [name, equals] = [this.tokens[this.position], this.tokens[this.position + 1]];
      if (name.kind === 'name' && equals?.kind === 'operator' && equals.text === '=') {
        this.position += 2;
        const start = this.position;
        const value = this.item(close);
        keywords.push({ name: name.text, value, tokens: this.tokens.slice(start, this.position) });
      } else if (this.oneOf(['*', '**'])) {
        items.push({ kind: 'unpacked', value: this.item(close) });
      } else {
        items.push(this.item(close));
      }
      trailing = this.takes(',');
    }
    return { items, keywords, trailing };
  }

  private item(close: string): Expression {
    const first = this.expression();
    const whole = this.takes('for') ? this.comprehension(first) : first;
    return this.at(',') || this.at(close) ? whole : this.unreadable();
  }

  /** `element for name in values`, with or without a condition. */
  private comprehension(element: Expression): Expression {
    const name = this.tokens[this.position++];
    if (name?.kind !== 'name' || !this.takes('in')) {
      return UNREADABLE;
    }
    const values = this.logical('or');
    return { kind: 'comprehension', element, name: name.text, values, condition: this.takes('if') ? this.logical('or') : undefined };
  }

  private unreadable(): Expression {
    this.skip();
    return UNREADABLE;
  }
}
