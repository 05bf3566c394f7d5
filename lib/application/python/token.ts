/** A token of Python source. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'operator';
  readonly text: string;
  /** `f`, `r`, `b` … in lower case, for a string. */
  readonly prefix?: string;
}

/** A logical line: brackets and backslashes join physical ones. */
export interface Line {
  /** Columns before the first token. */
  readonly indent: number;
  /** The physical line of its first token, from 1. */
  readonly line: number;
  readonly tokens: readonly Token[];
}

/** Blanks, line continuations, a comment. */
const SPACE = /[ \t\r\f]*(?:\\\r?\n[ \t]*)*(?:#[^\n]*)?/y;
const TOKEN =
  /(?<opening>[rRbBfFuU]{0,2}(?:"""|'''|"|'))|(?<name>[A-Za-z_]\w*)|(?<number>\d[\d_]*(?:\.\d+)?)|(?<operator>\*\*=?|\/\/=?|==|!=|<=|>=|:=|->|[-+*/%|&^@]=|[^\s])/y;

/** Splits Python source into logical lines of tokens, in time proportional to its length. */
export function pythonLines(source: string): Line[] {
  const lines: Line[] = [];
  let tokens: Token[] = [];
  let indent = 0;
  let line = 1;
  let counted = 0;
  let lineStart = 0;
  let brackets = 0;
  let position = 0;
  const end = () => {
    if (tokens.length) {
      lines.push({ indent, line, tokens });
    }
    tokens = [];
  };
  while (position < source.length) {
    SPACE.lastIndex = position;
    position += SPACE.exec(source)![0].length;
    if (source[position] === '\n') {
      position++;
      if (brackets === 0) {
        end();
      }
      continue;
    }
    if (position >= source.length) {
      break;
    }
    if (tokens.length === 0) {
      for (; counted < position; counted++) {
        if (source[counted] === '\n') {
          line += 1;
          lineStart = counted + 1;
        }
      }
      indent = position - lineStart;
    }
    const { token, next } = tokenAt(source, position);
    position = next;
    brackets = token.kind === 'operator' ? Math.max(brackets + bracketStep(token), 0) : brackets;
    if (token.kind === 'operator' && token.text === ';' && brackets === 0) {
      end();
    } else {
      tokens.push(token);
    }
  }
  end();
  return lines;
}

/** 1 for a bracket that opens, −1 for one that closes. */
export function bracketStep({ kind, text }: Token): number {
  return kind !== 'operator' ? 0 : text === '(' || text === '[' || text === '{' ? 1 : text === ')' || text === ']' || text === '}' ? -1 : 0;
}

function tokenAt(source: string, position: number): { readonly token: Token; readonly next: number } {
  TOKEN.lastIndex = position;
  const match = TOKEN.exec(source);
  const next = TOKEN.lastIndex;
  const { opening, name, number, operator } = match?.groups ?? {};
  if (opening !== undefined) {
    return stringAt(source, opening, next);
  }
  if (name !== undefined) {
    return { token: { kind: 'name', text: name }, next };
  }
  return number !== undefined
    ? { token: { kind: 'number', text: number.replace(/_/g, '') }, next }
    : { token: { kind: 'operator', text: operator ?? source[position] }, next: Math.max(next, position + 1) };
}

/** A string that nothing closes reaches to the end of its line, or of the source, and is no value. */
function stringAt(source: string, opening: string, start: number): { readonly token: Token; readonly next: number } {
  const quotes = opening.replace(/^\w*/, '');
  const prefix = opening.slice(0, opening.length - quotes.length).toLowerCase();
  let index = start;
  while (index < source.length && !source.startsWith(quotes, index)) {
    if (source[index] === '\n' && quotes.length === 1) {
      return { token: { kind: 'operator', text: opening }, next: index };
    }
    index += source[index] === '\\' ? 2 : 1;
  }
  if (index >= source.length) {
    return { token: { kind: 'operator', text: opening }, next: source.length };
  }
  const inner = source.slice(start, index);
  return { token: { kind: 'string', prefix, text: prefix.includes('r') ? inner : unescaped(inner) }, next: index + quotes.length };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '\\': '\\', "'": "'", '"': '"' };

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (escape, character: string) => ESCAPES[character] ?? escape);
}
