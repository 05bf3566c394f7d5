import { bracketStep, pythonLines, type Line, type Token } from './token';

/** A statement of a module, and the statements below it where it is the head of a block. */
export interface Statement {
  readonly line: number;
  /** Without the colon at the end of a head. */
  readonly tokens: readonly Token[];
  readonly body?: readonly Statement[];
}

const HEADS: ReadonlySet<string> = new Set('if elif else for while try except finally with match case def class async'.split(' '));

/** The statements of a module, as its indentation nests them. */
export function statementsOf(source: string): readonly Statement[] {
  const root: { indent: number; body: Statement[] } = { indent: -1, body: [] };
  const open = [root];
  for (const line of pythonLines(source)) {
    while (line.indent <= open[open.length - 1].indent) {
      open.pop();
    }
    const { body } = open[open.length - 1];
    const head = headOf(line);
    if (!head) {
      body.push(line);
      continue;
    }
    const own: Statement[] = head.rest.length ? [{ line: line.line, tokens: head.rest }] : [];
    body.push({ line: line.line, tokens: head.tokens, body: own });
    open.push({ indent: line.indent, body: own });
  }
  return root.body;
}

/** What stands before the colon and, in the same line, behind it; nothing where the line opens no block. */
function headOf({ tokens }: Line): { readonly tokens: readonly Token[]; readonly rest: readonly Token[] } | undefined {
  const [first, second] = tokens;
  if (first.kind !== 'name' || !HEADS.has(first.text) || (second?.kind === 'operator' && /^[=.]$/.test(second.text))) {
    return undefined;
  }
  let depth = 0;
  const colon = tokens.findIndex((token) => {
    depth += bracketStep(token);
    return depth === 0 && token.kind === 'operator' && token.text === ':';
  });
  return colon < 0 ? undefined : { tokens: tokens.slice(0, colon), rest: tokens.slice(colon + 1) };
}
