import type { Token } from '../python/token';
import { definitionOf, type Definition } from './definition';
import type { DjangoProject } from './project';
import type { Source } from './source';

/** Includes in includes; more is a circle. */
const DEEPEST = 6;
/** Routes that are looked at for one path. */
const MOST = 5000;
/** Tokens of a route behind its pattern. */
const LONGEST = 80;
const ROUTES: ReadonlySet<string> = new Set(['path', 're_path', 'url']);

/** The route that a path comes to by the URLconf. */
export interface Routed {
  readonly urls: Source;
  /** Of the route, from 1. */
  readonly line: number;
  /** What follows the pattern. */
  readonly view: readonly Token[];
  /** The module that it includes, where that is none of the project's: `watchman.urls`. */
  readonly included?: string;
  /** What is left of the path for the module that it includes. */
  readonly rest: string;
}

/** The route that answers a path; nothing where the URLconf cannot be read, or holds none. */
export function routeOf({ settings: { rootUrlconf }, sources }: DjangoProject, path: string): Routed | undefined {
  const source = typeof rootUrlconf.value === 'string' ? sources.module(rootUrlconf.value) : undefined;
  const wanted = plain(path.split(/[?#]/)[0].slice(1));
  let left = MOST;

  const search = (urls: Source, prefix: string, depth: number): Routed | undefined => {
    for (const { route, view, line } of routesOf(urls)) {
      if (--left < 0) {
        return undefined;
      }
      const included = includedIn(view);
      const whole = prefix + route;
      if (included === undefined) {
        if (plain(whole) === wanted) {
          return { urls, line, view, rest: '' };
        }
      } else if (wanted.startsWith(plain(whole))) {
        const inner = depth < DEEPEST ? sources.module(sources.absolute(urls, included)) : undefined;
        const found = inner ? search(inner, whole, depth + 1) : { urls, line, view, included, rest: wanted.slice(whole.length) };
        if (found) {
          return found;
        }
      }
    }
    return undefined;
  };
  return source && search(source, '', 0);
}

/** The view that answers a path, by its URLconf; nothing where that cannot be read, or the view is not the project's. */
export function viewOf({ sources }: DjangoProject, routed: Routed): Definition | undefined {
  return routed.included === undefined ? definitionOf(sources, routed.urls, dottedName(routed.view)) : undefined;
}

/** APPEND_SLASH leads from one to the other, and the kubelet follows. */
function plain(route: string): string {
  return route.replace(/\/$/, '');
}

interface RouteEntry {
  /** As text: a pattern that is not simply one holds its metacharacters and matches nothing. */
  readonly route: string;
  /** What follows the comma. */
  readonly view: readonly Token[];
  readonly line: number;
}

function routesOf({ lines }: Source): readonly RouteEntry[] {
  return lines.flatMap(({ tokens, line }) =>
    tokens.flatMap((token, index) => {
      if (token.kind !== 'name' || !ROUTES.has(token.text)) {
        return [];
      }
      const [open, route, comma] = tokens.slice(index + 1, index + 4);
      return open?.text === '(' && route?.kind === 'string' && comma?.text === ','
        ? [{ route: token.text === 'path' ? route.text : literalOf(route.text), view: tokens.slice(index + 4, index + 4 + LONGEST), line }]
        : [];
    }),
  );
}

function literalOf(pattern: string): string {
  return pattern
    .replace(/^\^/, '')
    .replace(/\$$|\\Z$/, '')
    .replace(/\/\?$/, '/')
    .replace(/\\([.-])/g, '$1');
}

/** `include('shop.urls')`, `include(('shop.urls', 'shop'))`. */
function includedIn(view: readonly Token[]): string | undefined {
  const words = view.slice(1).filter(({ text, kind }) => kind !== 'operator' || text !== '(');
  return view[0]?.text === 'include' ? (words[0]?.kind === 'string' ? words[0].text : '') : undefined;
}

/** `views.health`, `HealthView.as_view()`, `never_cache(views.health)`: of wrapped ones the innermost. */
export function dottedName(view: readonly Token[]): readonly string[] {
  const dotted: string[] = [];
  for (const { kind, text } of view) {
    if (kind === 'name') {
      dotted.push(text);
    } else if (text === '(' && dotted[dotted.length - 1] !== 'as_view') {
      dotted.length = 0;
    } else if (text !== '.') {
      break;
    }
  }
  return dotted;
}
