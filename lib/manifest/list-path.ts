import { isObject } from './json';
import type { Path } from './path';

/** Where an object stands in its document: at the root, or among the items of a List. */
export function pathWithin(json: unknown, object: unknown): Path {
  const pending: { json: unknown; path: Path }[] = [{ json, path: [] }];
  for (let current = pending.pop(); current; current = pending.pop()) {
    if (current.json === object) {
      return current.path;
    }
    if (isObject(current.json) && Array.isArray(current.json.items)) {
      for (const [index, item] of current.json.items.entries()) {
        pending.push({ json: item, path: [...current.path, 'items', index] });
      }
    }
  }
  return [];
}
