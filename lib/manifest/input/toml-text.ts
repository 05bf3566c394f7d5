import type { Path } from '../path';
import { Document } from './document';
import type { TextContents } from './text-contents';

/** Reads TOML: one document, with the line of each key. */
export function readToml(file: string, text: string): TextContents {
  // Loaded for the few that have such a file: every other start would pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { parse, TomlError } = require('smol-toml') as typeof import('smol-toml');
  try {
    // Its tables have no prototype; what reads JSON expects none of its own either way.
    const json: unknown = JSON.parse(JSON.stringify(parse(text)));
    return { documents: [new Document(file, json, text, 0, 0, (path) => placeIn(text, path))], problems: [] };
  } catch (error) {
    if (!(error instanceof TomlError)) {
      throw error;
    }
    return { documents: [], problems: [{ file, line: error.line, column: error.column, message: `it is no TOML: ${reason(error)}` }] };
  }
}

/** The first line of the message: the others show the text, which the reporter does as well. */
function reason({ message }: Error): string {
  return message.split('\n')[0].replace(/^Invalid TOML document: /, '');
}

/** Where a key stands, as a number of characters; where it is not found, the table around it. */
function placeIn(text: string, path: Path): number {
  const wanted = path.filter((step) => typeof step === 'string');
  let best = { depth: 0, offset: 0 };
  let table: readonly string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const [, header] = /^\s*\[{1,2}([^\]]+)\]/.exec(line) ?? [];
    const [, key] = /^\s*([\w."'-]+)\s*=/.exec(line) ?? [];
    table = header === undefined ? table : keysOf(header);
    const here = key === undefined ? table : [...table, ...keysOf(key)];
    const fits = (header ?? key) !== undefined && here.every((step, depth) => step === wanted[depth]);
    if (fits && here.length > best.depth) {
      best = { depth: here.length, offset: offset + line.search(/\S/) };
    }
    offset += line.length + 1;
  }
  return best.offset;
}

function keysOf(dotted: string): readonly string[] {
  return dotted.split('.').map((key) => key.trim().replace(/^["']|["']$/g, ''));
}
