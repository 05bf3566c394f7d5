import { isObject, listOf } from '../../manifest/json';
import { durationInWords } from '../../wording/duration';

/** Milliseconds since 1970 of a time as the API writes it; nothing for anything else. */
export function timeOf(value: unknown): number | undefined {
  const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** The newest time that stands in these objects: no later than when they were read. Zero where there is none. */
export function newestTime(objects: readonly unknown[]): number {
  let newest = 0;
  // A stack of our own, because objects from elsewhere may be nested deeper than calls can be.
  const pending = [...objects];
  while (pending.length) {
    const value = pending.pop();
    for (const inner of Array.isArray(value) ? listOf(value) : isObject(value) ? Object.values(value) : []) {
      if (typeof inner === 'string') {
        newest = Math.max(newest, timeOf(inner) ?? 0);
      } else if (typeof inner === 'object' && inner !== null) {
        pending.push(inner);
      }
    }
  }
  return newest;
}

/** `3 min`; the seconds between two times, in words. */
export function elapsedInWords(from: number, to: number): string {
  const seconds = Math.max(Math.round((to - from) / 1000), 0);
  // Whole minutes from the tenth on: nobody asks for more.
  return durationInWords(seconds >= 600 ? Math.floor(seconds / 60) * 60 : seconds);
}
