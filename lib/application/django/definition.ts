import { pythonLines, type Line, type Token } from '../python/token';
import type { Source, Sources } from './source';

/** A function or class of the project. */
export interface Definition {
  readonly source: Source;
  readonly name: string;
  /** Its logical lines, the first one included. */
  readonly body: readonly Line[];
}

/** What an imported name stands for: a module, or a name in one. */
interface Imported {
  readonly module: string;
  readonly name?: string;
}

/** Names handed on from module to module; more is a circle. */
const DEEPEST = 6;

/** The definition that a dotted name means in a module, `views.health`; nothing where the project does not hold it. */
export function definitionOf(sources: Sources, source: Source, dotted: readonly string[], depth = 0): Definition | undefined {
  const [first, ...rest] = dotted;
  const body = bodyOf(source, first);
  if (body) {
    // A method of a class, `HealthView.as_view`, is read with its class.
    return { source, name: first, body };
  }
  const imported = importsOf(sources, source).get(first);
  if (!imported || depth > DEEPEST) {
    return undefined;
  }
  const path = [imported.module, ...(imported.name === undefined ? [] : [imported.name]), ...rest].join('.').split('.');
  // The longest part that is a module; what follows is a name in it.
  for (let length = path.length - 1; length > 0; length--) {
    const module = sources.module(path.slice(0, length).join('.'));
    const found = module && definitionOf(sources, module, path.slice(length), depth + 1);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** The imported names of a module, those of its functions included. */
export function importsOf(sources: Sources, source: Source): ReadonlyMap<string, Imported> {
  const imports = new Map<string, Imported>();
  for (const { tokens } of pythonLines(source.text)) {
    const words = tokens.map(({ text }) => text);
    const at = words.indexOf('import');
    if (tokens[0].kind !== 'name' || !['from', 'import'].includes(words[0]) || at < 0) {
      continue;
    }
    const module = sources.absolute(source, words.slice(1, at).join(''));
    for (const part of words
      .slice(at + 1)
      .filter((word) => word !== '(' && word !== ')')
      .join(' ')
      .split(' , ')) {
      const [name, alias] = part.split(' as ').map((each) => each.split(' ').join(''));
      if (words[0] === 'import') {
        imports.set(alias ?? name.split('.')[0], { module: alias ? name : name.split('.')[0] });
      } else {
        imports.set(alias ?? name, { module, name });
      }
    }
  }
  return imports;
}

function bodyOf({ text }: Source, name: string): readonly Line[] | undefined {
  const lines = pythonLines(text);
  const start = lines.findIndex(({ indent, tokens }) => indent === 0 && defines(tokens, name));
  if (start < 0) {
    return undefined;
  }
  const length = lines.slice(start + 1).findIndex(({ indent }) => indent === 0);
  return lines.slice(start, length < 0 ? undefined : start + 1 + length);
}

function defines(tokens: readonly Token[], name: string): boolean {
  const [first, second, third] = tokens.map(({ text }) => text);
  return first === 'async' ? second === 'def' && third === name : (first === 'def' || first === 'class') && second === name;
}

/** The names that are called in a line, each with its dots. */
export function callsIn(tokens: readonly Token[]): readonly (readonly string[])[] {
  return tokens.flatMap(({ kind, text }, index) => {
    if (kind !== 'operator' || text !== '(') {
      return [];
    }
    const dotted: string[] = [];
    for (let at = index - 1; tokens[at]?.kind === 'name'; at -= 2) {
      dotted.unshift(tokens[at].text);
      if (tokens[at - 1]?.text !== '.') {
        return [dotted];
      }
    }
    return [];
  });
}
