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

const TOKEN = new RegExp(
  [
    '(?<prefix>[rRbBfFuU]{0,2})(?<quoted>"""[\\s\\S]*?"""|\'\'\'[\\s\\S]*?\'\'\'|"(?:[^"\\\\\\n]|\\\\[\\s\\S])*"|\'(?:[^\'\\\\\\n]|\\\\[\\s\\S])*\')',
    '(?<name>[A-Za-z_]\\w*)',
    '(?<number>\\d[\\d_]*(?:\\.\\d+)?)',
    '(?<operator>\\*\\*|//|==|!=|<=|>=|:=|->|[-+*/%]=|[^\\s])',
  ].join('|'),
  'y',
);

/** Splits Python source into logical lines of tokens. */
export function pythonLines(source: string): Line[] {
  const lines: Line[] = [];
  let tokens: Token[] = [];
  let indent = 0;
  let line = 1;
  let counted = 0;
  let brackets = 0;
  let position = 0;
  const end = () => {
    if (tokens.length) {
      lines.push({ indent, line, tokens });
    }
    tokens = [];
  };
  while (position < source.length) {
    const space = /[ \t\r\f]*(?:\\\r?\n[ \t]*)*(?:#[^\n]*)?/y;
    space.lastIndex = position;
    const skipped = space.exec(source)![0];
    position += skipped.length;
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
      indent = position - (source.lastIndexOf('\n', position - 1) + 1);
      for (; counted < position; counted++) {
        line += source[counted] === '\n' ? 1 : 0;
      }
    }
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(source)!;
    const token = tokenOf(match);
    position = TOKEN.lastIndex;
    brackets = Math.max(brackets + ('([{'.includes(token.text) ? 1 : ')]}'.includes(token.text) ? -1 : 0), 0);
    if (token.kind === 'operator' && token.text === ';' && brackets === 0) {
      end();
    } else {
      tokens.push(token);
    }
  }
  end();
  return lines;
}

function tokenOf({ groups = {} }: RegExpExecArray): Token {
  if (groups.quoted !== undefined) {
    const width = /^("""|''')/.test(groups.quoted) ? 3 : 1;
    const prefix = groups.prefix.toLowerCase();
    const inner = groups.quoted.slice(width, -width);
    return { kind: 'string', prefix, text: prefix.includes('r') ? inner : unescaped(inner) };
  }
  if (groups.name !== undefined) {
    return { kind: 'name', text: groups.name };
  }
  return groups.number !== undefined
    ? { kind: 'number', text: groups.number.replace(/_/g, '') }
    : { kind: 'operator', text: groups.operator };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '\\': '\\', "'": "'", '"': '"' };

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, (escape, character: string) => ESCAPES[character] ?? escape);
}
