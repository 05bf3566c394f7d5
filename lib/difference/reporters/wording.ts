import type { Change } from '../change';
import type { Difference } from '../difference';

/** `1 new finding, 2 fixed; 1 way and 3 probes changed`. */
export function summaryInWords({ findings, ways, probes }: Difference): string {
  const suppressed = findings.suppressed.length ? `, ${findings.suppressed.length} suppressed` : '';
  return `${findings.added.length} new, ${findings.fixed.length} fixed${suppressed}; `
    + `${ways.length} ${ways.length === 1 ? 'way' : 'ways'} and ${probes.length} ${probes.length === 1 ? 'probe' : 'probes'} changed`;
}

/** Both sides of a change, in words. */
export function sidesInWords<T>({ before, after }: Change<T>, inWordsOf: (value: T) => string): readonly [string, string] {
  return [before === undefined ? 'not there' : inWordsOf(before), after === undefined ? 'gone' : inWordsOf(after)];
}
