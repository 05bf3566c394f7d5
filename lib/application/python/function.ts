import type { Statement } from './block';
import { UNREADABLE, type Expression } from './expression';
import { parseExpression } from './expression-parser';
import { bracketStep, type Token } from './token';

/** A function that a module defines. */
export interface PythonFunction {
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

interface Parameter {
  readonly name: string;
  readonly fallback?: Expression;
}

/** `def name(a, b: int = 1) -> int`; nothing where it takes any number of arguments. */
export function functionOf({ tokens, body = [] }: Statement): PythonFunction | undefined {
  const parameters: Parameter[] = [];
  for (const tokensOfOne of parted(tokens.slice(3))) {
    const [name] = tokensOfOne;
    if (name.kind !== 'name') {
      return undefined;
    }
    const equals = tokensOfOne.findIndex(({ kind, text }) => kind === 'operator' && text === '=');
    parameters.push({ name: name.text, ...(equals > 0 && { fallback: parseExpression(tokensOfOne.slice(equals + 1)) }) });
  }
  return tokens[2]?.text === '(' ? { parameters, body } : undefined;
}

/** What stands between the commas, up to the closing bracket. */
function parted(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    depth += bracketStep(token);
    if (depth < 0) {
      break;
    }
    if (depth === 0 && token.kind === 'operator' && token.text === ',') {
      parts.push([]);
    } else {
      parts[parts.length - 1].push(token);
    }
  }
  return parts.filter((part) => part.length > 0);
}

/** The expression that stands for a parameter in a call; nothing where neither the call nor a default gives one. */
export function fallbackOf({ fallback }: Parameter): Expression {
  return fallback ?? UNREADABLE;
}
