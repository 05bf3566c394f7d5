import type { Line, Token } from '../python/token';
import { callsIn, definitionOf, importsOf, type Definition } from './definition';
import type { Sources } from './source';

/** A place where code asks something outside of its process. */
export interface DependencyUse {
  /** `the database`, `the cache`, `Redis`. */
  readonly what: string;
  /** `connection.cursor`. */
  readonly code: string;
  /** `shop/checks.py:12`. */
  readonly place: string;
}

/** A function that the view calls, and one that this one calls. */
const DEEPEST = 2;
const CACHE_METHODS = /^(get|set|add|touch|incr|decr|delete|get_many|set_many|get_or_set|has_key)$/;

/** Where a view, or a function of the project that it calls, asks the database or a cache; nothing where it is not seen to. */
export function dependencyUse(sources: Sources, view: Definition): DependencyUse | undefined {
  return useOf(sources, view, 0, new Set());
}

function useOf(sources: Sources, view: Definition, depth: number, seen: Set<string>): DependencyUse | undefined {
  const imported = importsOf(sources, view.source);
  for (const line of view.body) {
    const use = useIn(line, (name) => imported.has(name));
    if (use) {
      return { ...use, place: `${view.source.file}:${line.line}` };
    }
  }
  for (const dotted of depth < DEEPEST ? view.body.flatMap(({ tokens }) => callsIn(tokens)) : []) {
    const name = `${view.source.file} ${dotted.join('.')}`;
    const definition = seen.has(name) ? undefined : definitionOf(sources, view.source, dotted);
    seen.add(name);
    const isItself = definition?.name === view.name && definition.source === view.source;
    const use = definition && !isItself ? useOf(sources, definition, depth + 1, seen) : undefined;
    if (use) {
      return use;
    }
  }
  return undefined;
}

/** A name has to be imported: a dictionary of the module may be called `cache` as well. */
function useIn({ tokens }: Line, isImported: (name: string) => boolean): Pick<DependencyUse, 'what' | 'code'> | undefined {
  for (let index = 0; index < tokens.length; index++) {
    const { kind, text } = tokens[index];
    const next = tokens[index + 1]?.text;
    const member = next === '.' ? (tokens[index + 2]?.text ?? '') : '';
    if (kind !== 'name') {
      continue;
    }
    if (text === 'objects' && next === '.' && tokens[index - 1]?.text === '.') {
      return { what: 'the database', code: `${before(tokens, index)}.objects` };
    }
    if (tokens[index - 1]?.text === '.' || !isImported(text)) {
      continue;
    }
    if (
      (text === 'connection' && /^(cursor|ensure_connection|connect|is_usable)$/.test(member)) ||
      (text === 'connections' && (next === '[' || member === 'all'))
    ) {
      return { what: 'the database', code: member ? `${text}.${member}` : `${text}[…]` };
    }
    if ((text === 'cache' && CACHE_METHODS.test(member)) || (text === 'caches' && next === '[')) {
      return { what: 'the cache', code: member ? `${text}.${member}` : `${text}[…]` };
    }
    if (
      (text === 'redis' && /^(Redis|StrictRedis|from_url)$/.test(member)) ||
      (/^(Redis|StrictRedis|get_redis_connection)$/.test(text) && next === '(')
    ) {
      return { what: 'Redis', code: member ? `${text}.${member}` : text };
    }
  }
  return undefined;
}

function before(tokens: readonly Token[], index: number): string {
  return tokens[index - 2]?.kind === 'name' ? tokens[index - 2].text : '…';
}
