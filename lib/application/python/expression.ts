import type { Value } from '../value';
import type { Token } from './token';

/** A Python expression, as far as settings are made of them. */
export type Expression =
  | { readonly kind: 'constant'; readonly value: Value }
  /** Strings that stand side by side are one. */
  | { readonly kind: 'text'; readonly tokens: readonly Token[] }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'call'; readonly callee: Expression; readonly items: readonly Expression[]; readonly keywords: readonly Keyword[] }
  | { readonly kind: 'index'; readonly object: Expression; readonly index: Expression }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'unpacked'; readonly value: Expression }
  | Comprehension
  | { readonly kind: 'negative' | 'not'; readonly operand: Expression }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or'; readonly left: Expression; readonly right: Expression }
  | Comparison
  | Choice
  /** What this reader does not know: a dictionary, a lambda, a slice. */
  | { readonly kind: 'unreadable' };

/** `value if condition else otherwise`. */
export interface Choice {
  readonly kind: 'choice';
  readonly condition: Expression;
  readonly value: Expression;
  readonly otherwise: Expression;
}

/** `left < right`. */
export interface Comparison {
  readonly kind: 'comparison';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

/** `element for name in values if condition`. */
export interface Comprehension {
  readonly kind: 'comprehension';
  readonly element: Expression;
  readonly name: string;
  readonly values: Expression;
  readonly condition?: Expression;
}

/** `name=value` in a call. A cast such as `bool` has no value here, and its tokens tell. */
export interface Keyword {
  readonly name: string;
  readonly value: Expression;
  readonly tokens: readonly Token[];
}

export const UNREADABLE: Expression = { kind: 'unreadable' };

/** The dotted name that an expression is, `os.environ.get`; nothing where it is none. */
export function dottedName(expression: Expression): string | undefined {
  const names: string[] = [];
  let part = expression;
  while (part.kind === 'member') {
    names.push(part.name);
    part = part.object;
  }
  return part.kind === 'name' ? [part.name, ...names.reverse()].join('.') : undefined;
}

/** Whether two expressions are written alike, as far as names, members, constants and calls of these go. */
export function writtenAlike(left: Expression, right: Expression): boolean {
  const name = dottedName(left);
  if (name !== undefined) {
    return name === dottedName(right);
  }
  if (left.kind === 'call' && right.kind === 'call' && left.keywords.length + right.keywords.length === 0) {
    const callee = dottedName(left.callee);
    return (
      callee !== undefined &&
      callee === dottedName(right.callee) &&
      left.items.length === right.items.length &&
      left.items.every((item, index) => item.kind === 'constant' && writtenAlike(item, right.items[index]))
    );
  }
  return left.kind === 'constant' && right.kind === 'constant' && left.value === right.value;
}
