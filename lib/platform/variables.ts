import { HOLE } from '../manifest/partial-text';
import { isObject, listOf, shown, type JsonObject } from '../manifest/json';
import type { Path } from '../manifest/path';
import type { Written } from './service';

/**
 * A text with the variables that Compose replaces (`$VAR`, `${VAR:-default}`): whoever starts it sets them, so that what
 * stands there is not known, default or not. `$$` is a dollar sign.
 */
export function interpolated(text: string): string {
  return text.replace(/\$(?:\$|\{[^}]*\}|[A-Za-z_]\w*)/g, (reference) => (reference === '$$' ? '$' : HOLE));
}

/** Variables as a map, `{ A: 1 }`, or as a list, `[A=1]`; one without a value takes it from elsewhere. */
export function variablesOf(json: unknown, path: Path, text: (value: string) => string): ReadonlyMap<string, Written<string>> {
  if (isObject(json)) {
    return new Map(
      Object.entries(json).map(([name, value]) => [name, { value: value === null ? HOLE : text(plain(value)), path: [...path, name] }]),
    );
  }
  return new Map(
    listOf(json)
      .filter((entry) => typeof entry === 'string')
      .map((entry, index) => {
        const [, name, value] = /^([^=]+)(?:=([\s\S]*))?$/.exec(entry) ?? ['', entry, undefined];
        return [name, { value: value === undefined ? HOLE : text(value), path: [...path, index] }];
      }),
  );
}

function plain(value: unknown): string {
  return isObject(value) ? HOLE : shown(value);
}

/** The field of an object, and where it stands. */
export function fieldOf<T>(json: JsonObject, name: string, path: Path, read: (value: unknown) => T | undefined): Written<T> | undefined {
  const value = read(json[name]);
  return value === undefined ? undefined : { value, path: [...path, name] };
}
