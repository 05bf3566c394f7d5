import { createHash } from 'node:crypto';
import type { Json } from './json';

/**
 * A hash of what an object says, in hexadecimal digits. The order in which keys and variables happen to stand does not count: a map of
 * another language comes in another order at each run.
 */
export function digestOf(value: unknown, digits: number): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(value)))
    .digest('hex')
    .slice(0, digits);
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, key === 'env' ? canonical(byName((value as Json)[key])) : canonical((value as Json)[key])]),
  );
}

/** By code units: the order of a locale would depend on the machine. */
function byName(variables: unknown): unknown {
  return Array.isArray(variables) ? [...variables].sort((a: Json, b: Json) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) : variables;
}
