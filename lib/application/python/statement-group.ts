import type { Statement } from './block';
import type { Token } from './token';

/** What goes on with a statement before it. */
const FOLLOWERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['if', new Set(['elif', 'else'])],
  ['for', new Set(['else'])],
  ['while', new Set(['else'])],
  ['try', new Set(['except', 'else', 'finally'])],
]);

/** Whether a statement opens a block. */
export function isHead({ body }: Statement): boolean {
  return body !== undefined;
}

/** A statement with those that belong to it: `if`, `elif`, `else`. */
export function chainOf(statements: readonly Statement[], start: number): readonly Statement[] {
  const followers = isHead(statements[start]) ? FOLLOWERS.get(statements[start].tokens[0].text) : undefined;
  let end = start + 1;
  while (followers && statements[end] && isHead(statements[end]) && followers.has(statements[end].tokens[0].text)) {
    end++;
  }
  return statements.slice(start, end);
}

/** A `try` with what belongs to it. */
export function attemptOf([first, ...rest]: readonly Statement[]): {
  readonly line: number;
  readonly body: readonly Statement[];
  readonly handlers: readonly (readonly Statement[])[];
  readonly otherwise: readonly Statement[];
  readonly last: readonly Statement[];
} {
  const bodies = (name: string) => rest.filter(({ tokens }) => tokens[0].text === name).map(({ body = [] }) => body);
  return {
    line: first.line,
    body: first.body ?? [],
    handlers: bodies('except'),
    otherwise: bodies('else').flat(),
    last: bodies('finally').flat(),
  };
}

/** The names that a `for` assigns and what it goes through; a `while` has neither. */
export function loopOf({ tokens }: Statement): { readonly targets: readonly string[]; readonly over?: readonly Token[] } {
  const at = tokens[0].text === 'for' ? tokens.findIndex(({ kind, text }) => kind === 'name' && text === 'in') : -1;
  return at < 0
    ? { targets: [] }
    : {
        targets: tokens
          .slice(1, at)
          .filter(({ kind }) => kind === 'name')
          .map(({ text }) => text),
        over: tokens.slice(at + 1),
      };
}

/** `with expression as name`; nothing where it names nothing. */
export function contextOf(tokens: readonly Token[]): { readonly expression: readonly Token[]; readonly name: string } | undefined {
  const as = tokens.findIndex(({ kind, text }) => kind === 'name' && text === 'as');
  return as > 0 && tokens[as + 1]?.kind === 'name' ? { expression: tokens.slice(1, as), name: tokens[as + 1].text } : undefined;
}
