import { importFrom } from '../python/import';
import type { Line, Token } from '../python/token';
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

const importsRead = new WeakMap<Source, ReadonlyMap<string, Imported>>();
const bodiesRead = new WeakMap<Source, ReadonlyMap<string, readonly Line[]>>();

/** The imported names of a module, those of its functions included. */
export function importsOf(sources: Sources, source: Source): ReadonlyMap<string, Imported> {
  const imports = importsRead.get(source) ?? readImports(sources, source);
  importsRead.set(source, imports);
  return imports;
}

function readImports(sources: Sources, source: Source): ReadonlyMap<string, Imported> {
  const imports = new Map<string, Imported>();
  for (const { tokens } of source.lines) {
    const imported = importFrom(tokens);
    if (imported) {
      const module = sources.absolute(source, imported.module);
      imported.names.forEach(({ name, alias }) => imports.set(alias, { module, name }));
    } else if (tokens[0].kind === 'name' && tokens[0].text === 'import') {
      importedModules(tokens).forEach(({ name, alias }) =>
        imports.set(alias ?? name.split('.')[0], { module: alias ? name : name.split('.')[0] }),
      );
    }
  }
  return imports;
}

/** `import a.b, c as d`. */
function importedModules(tokens: readonly Token[]): readonly { readonly name: string; readonly alias?: string }[] {
  return tokens
    .slice(1)
    .map(({ text }) => text)
    .join(' ')
    .split(' , ')
    .map((part) => part.split(' as ').map((each) => each.split(' ').join('')))
    .map(([name, alias]) => ({ name, alias }));
}

function bodyOf(source: Source, name: string): readonly Line[] | undefined {
  const bodies = bodiesRead.get(source) ?? readBodies(source);
  bodiesRead.set(source, bodies);
  return bodies.get(name);
}

/** What is defined at the top of a module, the first of each name, with the lines below it. */
function readBodies({ lines }: Source): ReadonlyMap<string, readonly Line[]> {
  const bodies = new Map<string, readonly Line[]>();
  const tops = lines.flatMap(({ indent }, index) => (indent === 0 ? [index] : []));
  tops.forEach((start, index) => {
    const name = definedIn(lines[start].tokens);
    if (name !== undefined && !bodies.has(name)) {
      bodies.set(name, lines.slice(start, tops[index + 1]));
    }
  });
  return bodies;
}

function definedIn(tokens: readonly Token[]): string | undefined {
  const [first, second, third] = tokens;
  if (first.text === 'async') {
    return second?.text === 'def' ? third?.text : undefined;
  }
  return first.text === 'def' || first.text === 'class' ? second?.text : undefined;
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
