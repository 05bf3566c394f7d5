import { h } from 'preact';
import type { Reading } from '../reading/reading';
import type { Measurement } from '../rehearsal/measurements';
import type { Report } from '../review/report';
import { printable } from '../wording/printable';
import { reviewPage } from './review-page';

/** What a rehearsal came to. */
export interface RehearsalPage {
  readonly report: Report;
  readonly reading: Reading;
  readonly sources: ReadonlyMap<string, string>;
  readonly measurements: readonly Measurement[];
  readonly notes: readonly string[];
  readonly patch?: string;
}

/** A rehearsal as a page: that of a review, with what was measured. */
export function rehearsalPage({ report, reading, sources, measurements, notes, patch }: RehearsalPage): string {
  return reviewPage(report, reading, sources, {
    title: 'Rehearsal of a container',
    sections: [
      {
        heading: 'What was measured',
        body: [
          h(
            'dl',
            null,
            measurements.flatMap(({ link, lines }) => [h('dt', null, link), ...lines.map((line) => h('dd', null, printable(line)))]),
          ),
          ...notes.map((note) => h('p', null, printable(note))),
        ],
      },
      ...(patch === undefined
        ? []
        : [{ heading: 'Suggested budgets', body: h('pre', { tabindex: 0 }, patch.split('\n').map(printable).join('\n')) }]),
    ],
  });
}
