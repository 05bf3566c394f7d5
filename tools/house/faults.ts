import { posix } from 'node:path';
import type { Module } from './module-graph';

/** More lines than this, and a file has a second idea. */
export const LONGEST_FILE = 250;

/** The room that a file stands in: its folder, or itself where it is a door of one file. */
export function roomOf(file: string): string {
  return file.includes('/') ? file.split('/')[0] : file.replace(/\.ts$/, '');
}

/** The arrows between rooms: from the one that imports, to the one that it imports from. */
export function arrowsOf(modules: readonly Module[]): ReadonlyMap<string, ReadonlySet<string>> {
  const arrows = new Map<string, Set<string>>();
  for (const { file, imports } of modules) {
    const from = roomOf(file);
    const to = arrows.get(from) ?? new Set<string>();
    imports.map(roomOf).forEach((room) => room !== from && to.add(room));
    arrows.set(from, to);
  }
  return arrows;
}

/** Where the code and the table of rooms differ. */
export function tableFaults(modules: readonly Module[], rooms: Readonly<Record<string, readonly string[]>>): string[] {
  const arrows = arrowsOf(modules);
  const granted = Object.entries(rooms);
  return [
    ...[...arrows.keys()].filter((room) => !(room in rooms)).map((room) => `${room} is not in the table`),
    ...granted.filter(([room]) => !arrows.has(room)).map(([room]) => `${room} is in the table, and not in the code`),
    ...modules.flatMap(({ file, imports }) =>
      imports
        .filter((other) => roomOf(other) !== roomOf(file) && !rooms[roomOf(file)]?.includes(roomOf(other)))
        .map((other) => `${file} imports ${other}: ${roomOf(file)} may not import from ${roomOf(other)}`),
    ),
    ...granted.flatMap(([room, may]) =>
      may.filter((other) => !arrows.get(room)?.has(other)).map((other) => `${room} may import from ${other}, and does not`),
    ),
  ];
}

/** The circles of files, each as its files. */
export function circles(modules: readonly Module[]): string[][] {
  const byFile = new Map(modules.map((module) => [module.file, module]));
  const reached = new Map<string, ReadonlySet<string>>();
  const reach = (start: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [...(byFile.get(start)?.imports ?? [])];
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (!seen.has(file)) {
        seen.add(file);
        open.push(...(byFile.get(file)?.imports ?? []));
      }
    }
    return seen;
  };
  modules.forEach(({ file }) => reached.set(file, reach(file)));
  const found = new Map<string, string[]>();
  for (const { file } of modules) {
    if (reached.get(file)!.has(file)) {
      const ring = [...reached.get(file)!].filter((other) => reached.get(other)?.has(file)).sort();
      found.set(ring.join(' '), ring);
    }
  }
  return [...found.values()];
}

/** What is nobody's interface is imported only from beside it. */
export function privacyFaults(modules: readonly Module[]): string[] {
  return modules.flatMap(({ file, imports }) =>
    imports
      .filter((other) => /(^|\/)private\//.test(other) && !`${posix.dirname(file)}/`.startsWith(other.slice(0, other.indexOf('private/'))))
      .map((other) => `${file} imports ${other}, which is private there`),
  );
}

/** Files that hold more than one idea. */
export function lengthFaults(modules: readonly Module[]): string[] {
  return modules.filter(({ lines }) => lines > LONGEST_FILE).map(({ file, lines }) => `${file} has ${lines} lines`);
}
