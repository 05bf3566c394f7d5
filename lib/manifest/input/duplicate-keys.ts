import { EVENT_ID, getScalarValue } from 'js-yaml';
import type { Path } from '../path';
import type { Parsed } from './flow-indentation';

/** A list or map that is being walked through, and where it is in it. */
interface Level {
  readonly keys?: Set<string>;
  readonly path: Path;
  item: number;
  /** The key whose value comes next. */
  key?: string;
}

/** The keys that stand twice in their map. */
export function duplicateKeys({ events, text }: Parsed): readonly Path[] {
  const found: Path[] = [];
  const levels: Level[] = [];
  for (const event of events.slice(1)) {
    const level = levels[levels.length - 1];
    if (event.type === EVENT_ID.POP) {
      levels.pop();
      continue;
    }
    const isKey = level?.keys !== undefined && level.key === undefined;
    const path = isKey || !level ? [] : [...level.path, level.key ?? level.item++];
    if (isKey) {
      level.key = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
      if (level.keys.has(level.key) && level.key !== '<<') {
        found.push([...level.path, level.key]);
      }
      level.keys.add(level.key);
    } else if (level) {
      level.key = undefined;
    }
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      levels.push({ path, item: 0, ...(event.type === EVENT_ID.MAPPING && { keys: new Set<string>() }) });
    }
  }
  return found;
}
