/** What stands under one name before and after; nothing on the side where the name is not there. */
export interface Change<T> {
  readonly name: string;
  readonly before?: T;
  readonly after?: T;
}

/** The names whose values differ, in the order of the head, what is gone last. */
export function changesBetween<T>(
  base: ReadonlyMap<string, T>,
  head: ReadonlyMap<string, T>,
  same: (one: T, other: T) => boolean,
): Change<T>[] {
  return [...new Set([...head.keys(), ...base.keys()])]
    .map((name) => ({ name, before: base.get(name), after: head.get(name) }))
    .filter(({ before, after }) => before === undefined || after === undefined || !same(before, after));
}
