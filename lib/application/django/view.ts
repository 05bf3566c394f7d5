import { pythonLines, type Token } from '../python/token';
import { definitionOf, type Definition } from './definition';
import type { DjangoProject } from './project';
import type { Source } from './source';

/** Includes in includes; more is a circle. */
const DEEPEST = 6;
const ROUTES: ReadonlySet<string> = new Set(['path', 're_path', 'url']);

/** The view that answers a path, by its URLconf; nothing where that cannot be read, or the view is not the project's. */
export function viewOf({ settings: { rootUrlconf }, sources }: DjangoProject, path: string): Definition | undefined {
  const source = typeof rootUrlconf.value === 'string' ? sources.module(rootUrlconf.value) : undefined;
  const wanted = plain(path.split(/[?#]/)[0].slice(1));

  const search = (urls: Source, prefix: string, depth: number): Definition | undefined => {
    for (const { route, view } of routesOf(urls)) {
      const included = includedIn(view);
      const whole = prefix + route;
      if (included !== undefined) {
        const inner = wanted.startsWith(plain(whole)) && depth < DEEPEST ? sources.module(sources.absolute(urls, included)) : undefined;
        const found = inner && search(inner, whole, depth + 1);
        if (found) {
          return found;
        }
      } else if (plain(whole) === wanted) {
        return definitionOf(sources, urls, dottedName(view));
      }
    }
    return undefined;
  };
  return source && search(source, '', 0);
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
}

function routesOf({ text }: Source): readonly RouteEntry[] {
  return pythonLines(text).flatMap(({ tokens }) =>
    tokens.flatMap((token, index) => {
      const [open, route, comma] = tokens.slice(index + 1, index + 4);
      return token.kind === 'name' && ROUTES.has(token.text) && open?.text === '(' && route?.kind === 'string' && comma?.text === ','
        ? [{ route: token.text === 'path' ? route.text : literalOf(route.text), view: tokens.slice(index + 4) }]
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
function dottedName(view: readonly Token[]): readonly string[] {
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
