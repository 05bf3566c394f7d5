import { objectInWords } from '../manifest/api-object';
import type { Container } from '../manifest/container';
import type { Workload } from '../manifest/workload';
import type { Measurement } from '../rehearsal/measurements';
import { printable } from '../wording/printable';

/** What a rehearsal measured, for a terminal. */
export function measuredText(rehearsed: {
  readonly workload: Workload;
  readonly container: Container;
  readonly measurements: readonly Measurement[];
  readonly notes: readonly string[];
  readonly patch?: string;
}): string {
  const { workload, container, measurements, notes, patch } = rehearsed;
  const width = Math.max(...measurements.map(({ link }) => link.length));
  const lines = measurements.flatMap(({ link, lines: [first, ...rest] }) => [
    `  ${link.padEnd(width)}  ${printable(first)}`,
    ...rest.map((line) => `  ${' '.repeat(width)}  ${printable(line)}`),
  ]);
  return [
    `container ${printable(container.name)} of ${printable(objectInWords(workload.object))}, on this machine`,
    '',
    ...lines,
    ...notes.map((note) => `  note: ${printable(note)}`),
    ...(patch === undefined
      ? []
      : [
          '',
          'Suggested budgets',
          '',
          ...patch
            .trimEnd()
            .split('\n')
            .map((line) => `  ${printable(line)}`),
        ]),
    '',
  ].join('\n');
}
