import { hasHole, HOLE } from '../../manifest/partial-text';
import { asUnknown, eitherOf, isList, isUnknown, PARTLY_KNOWN, textIn, Unknown, type Value } from '../value';
import type { Arguments } from './arguments';
import { TOO_MUCH, type Budget } from '../budget';
import { builtin, callsCpus, method } from './call';
import { dottedName, writtenAlike, type Choice, type Comparison, type Comprehension, type Expression } from './expression';
import { parseExpression } from './expression-parser';
import { compared, computed, truth } from './operation';
import { pythonLines, type Token } from './token';

/** What an expression may refer to. */
export interface Scope {
  /** The value of a name assigned so far. */
  value(name: string): Value | undefined;
  /** The value of an environment variable; nothing where it is not set. */
  environment(name: string): string | undefined;
  /** The value of a call to something that the module was read to hold, such as `env.list('HOSTS')`; nothing where it is none of these. */
  call?(callee: string, args: Arguments): Value | undefined;
  readonly budget: Budget;
}

/** Evaluations in evaluations; a deeper one is not a setting that anybody wrote. */
const DEEPEST = 400;

/**
 * The value of a Python expression, as far as it is made of literals, names, arithmetic and the environment. Anything
 * else is unknown.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  return new Evaluator(scope).value(expression);
}

class Evaluator {
  private depth = 0;

  public constructor(private readonly scope: Scope) {}

  public value(expression: Expression): Value {
    if (!this.scope.budget.step() || this.depth > DEEPEST) {
      return new Unknown(TOO_MUCH);
    }
    this.depth++;
    const value = this.valueOf(expression);
    this.depth--;
    const made = typeof value === 'string' || isList(value) ? value.length : 0;
    return made === 0 || this.scope.budget.make(made) ? value : new Unknown(TOO_MUCH);
  }

  private valueOf(expression: Expression): Value {
    switch (expression.kind) {
      case 'constant':
        return expression.value;
      case 'text':
        return expression.tokens.map((token) => this.text(token)).join('');
      case 'name':
      case 'member':
        return this.named(expression);
      case 'call':
        return this.call(expression);
      case 'index':
        return this.indexed(expression);
      case 'list':
        return this.items(expression.items);
      case 'comprehension':
        return this.comprehension(expression);
      case 'negative':
        return computed('-', 0, this.value(expression.operand), this.scope.budget);
      case 'not':
        return this.negation(expression.operand);
      case 'binary':
        return computed(expression.operator, this.value(expression.left), this.value(expression.right), this.scope.budget);
      case 'logical':
        return this.logical(expression);
      case 'comparison':
        return compared(this.value(expression.left), expression.operator, this.value(expression.right));
      case 'choice':
        return this.choice(expression);
      default:
        return new Unknown('it is made in a way that is not followed here');
    }
  }

  private negation(operand: Expression): Value {
    const value = this.value(operand);
    return isUnknown(value) ? asUnknown(value) : !truth(value);
  }

  private logical({ operator, left, right }: Extract<Expression, { kind: 'logical' }>): Value {
    const value = this.value(left);
    if (isUnknown(value)) {
      const { cpus, because } = asUnknown(value);
      // A count of CPUs is no zero: `os.cpu_count() or 1`.
      return !cpus ? eitherOf(value, this.value(right), because) : operator === 'or' ? value : this.value(right);
    }
    return truth(value) === (operator === 'or') ? value : this.value(right);
  }

  /** `4 if cores > 4 else cores` is a bound. */
  private choice({ condition, value, otherwise }: Choice): Value {
    const known = this.value(condition);
    if (!isUnknown(known)) {
      return this.value(truth(known) ? value : otherwise);
    }
    const bound = condition.kind === 'comparison' ? this.bounded(condition, value, otherwise) : undefined;
    const { because, cpus } = asUnknown(known);
    return bound ?? eitherOf(this.value(value), this.value(otherwise), because, cpus !== undefined && !cpus.perhaps);
  }

  private bounded({ operator, left, right }: Comparison, value: Expression, otherwise: Expression): Value | undefined {
    const isStraight = writtenAlike(left, value) && writtenAlike(right, otherwise);
    const isCrossed = writtenAlike(left, otherwise) && writtenAlike(right, value);
    const takes = /^<=?$/.test(operator) ? (isStraight ? 'min' : 'max') : /^>=?$/.test(operator) ? (isStraight ? 'max' : 'min') : undefined;
    return takes && (isStraight || isCrossed) ? builtin(takes, [this.value(left), this.value(right)]) : undefined;
  }

  private named(expression: Expression): Value {
    const dotted = dottedName(expression);
    if (dotted === '__name__') {
      return 'the settings';
    }
    if (expression.kind === 'name') {
      const value = this.scope.value(expression.name);
      return value === undefined ? new Unknown(`${expression.name} is not known`) : value;
    }
    const object = expression.kind === 'member' && dotted === undefined ? this.value(expression.object) : undefined;
    return object instanceof Unknown ? object : new Unknown(`${dotted ?? 'a member'} is not known`);
  }

  private call({ callee, items, keywords }: Extract<Expression, { kind: 'call' }>): Value {
    const args: Arguments = {
      values: this.items(items),
      keywords: new Map(keywords.map(({ name, value, tokens }) => [name, { value: this.value(value), tokens }])),
    };
    const dotted = dottedName(callee);
    const object = callee.kind === 'member' ? this.objectOf(callee.object) : undefined;
    if (callee.kind === 'member' && object !== undefined) {
      return method(object, callee.name, args, this.scope.budget);
    }
    if (dotted === undefined) {
      return new Unknown('it calls something that is not followed here');
    }
    const known = this.scope.call?.(dotted, args);
    if (known !== undefined) {
      return known;
    }
    if (/(^|\.)getenv$|(^|\.)environ\.(get|setdefault)$/.test(dotted)) {
      return this.environment(args);
    }
    return callsCpus(dotted, args) ?? builtin(dotted, args.values) ?? new Unknown(`${dotted}() is not followed here`);
  }

  /** What a method is called on, where that has a value; a module or a name that is not known has none. */
  private objectOf(object: Expression): Value | undefined {
    if (dottedName(object) !== undefined) {
      const value = object.kind === 'name' ? this.scope.value(object.name) : undefined;
      return value instanceof Unknown && !value.cpus ? undefined : value;
    }
    return this.value(object);
  }

  private indexed({ object, index }: Extract<Expression, { kind: 'index' }>): Value {
    if (/(^|\.)environ$/.test(dottedName(object) ?? '')) {
      return this.environment({ values: [this.value(index)], keywords: new Map() }, true);
    }
    const list = this.value(object);
    const at = this.value(index);
    if (!isList(list) || typeof at !== 'number') {
      return list instanceof Unknown ? list : new Unknown('it takes a part of something that is not followed here');
    }
    const item = list.at(at);
    return item === undefined ? new Unknown('the list has no such item') : item;
  }

  /** What is not set is None, and with `environ[…]` an error. */
  private environment({ values: [name, fallback], keywords }: Arguments, required = false): Value {
    if (typeof name !== 'string' || hasHole(name)) {
      return new Unknown('which variable it asks is not known');
    }
    const value = this.scope.environment(name);
    const otherwise = fallback ?? keywords.get('default')?.value;
    if (value === HOLE) {
      // Whether it is set is not known, and its default then holds.
      return otherwise instanceof Unknown && otherwise.cpus ? eitherOf(value, otherwise, PARTLY_KNOWN) : value;
    }
    return value ?? otherwise ?? (required ? new Unknown(`${name} is not set`) : null);
  }

  private items(items: readonly Expression[]): Value[] {
    return items.flatMap((item): readonly Value[] => {
      if (item.kind !== 'unpacked') {
        return [this.value(item)];
      }
      const value = this.value(item.value);
      return isList(value) ? value : [value instanceof Unknown ? value : new Unknown(PARTLY_KNOWN)];
    });
  }

  private comprehension({ element, name, values, condition }: Comprehension): Value {
    const list = this.value(values);
    if (!isList(list)) {
      return list instanceof Unknown ? list : new Unknown('what it goes through is not known');
    }
    return list.flatMap((value): Value[] => {
      const inner = new Evaluator({ ...this.scope, value: (each) => (each === name ? value : this.scope.value(each)) });
      inner.depth = this.depth;
      const wanted = condition === undefined || inner.value(condition);
      return isUnknown(wanted) ? [asUnknown(wanted)] : truth(wanted) ? [inner.value(element)] : [];
    });
  }

  private text(token: Token): string {
    if (!token.prefix?.includes('f')) {
      return token.text;
    }
    return token.text.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, inner: string | undefined) => {
      if (inner === undefined) {
        return whole[0];
      }
      const lines = pythonLines(inner.replace(/![rs]$/, ''));
      const value = lines.length === 1 ? this.value(parseExpression(lines[0].tokens)) : undefined;
      return textIn(value);
    });
  }
}
