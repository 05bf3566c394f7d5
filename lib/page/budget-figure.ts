import { scaleLinear } from 'd3-scale';
import { h, type ComponentChild } from 'preact';
import type { ProbeBudget } from '../manifest/probe-budget';
import { printable } from '../wording/printable';
import { durationInWords } from '../wording/duration';

const WIDTH = 760;
const ROW = 40;
const TOP = 24;
/** Room for the last tick's label. */
const RIGHT = 30;

/** What each probe promises: silence that it always forgives, then the time in which its verdict falls. */
export function budgetFigure(budgets: ReadonlyMap<string, ProbeBudget>): ComponentChild {
  const rows = [...budgets];
  return h(
    'figure',
    null,
    drawing(rows),
    h('figcaption', null, 'Light: failures that are always forgiven. Dark: between the earliest and the latest verdict.'),
    h('div', { class: 'scroll', tabindex: 0 }, table(rows)),
  );
}

type Row = readonly [name: string, budget: ProbeBudget];

function drawing(rows: readonly Row[]): ComponentChild {
  const scale = scaleLinear([0, Math.max(...rows.map(([, { latestVerdict }]) => latestVerdict))], [0, WIDTH - RIGHT]).nice(6);
  const height = TOP + rows.length * ROW;
  return h(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${height}`,
      role: 'img',
      'aria-label': 'The range of time in which each probe gives its verdict; the table below says the same.',
    },
    scale
      .ticks(6)
      .map((tick) =>
        h(
          'g',
          null,
          h('line', { class: 'tick', x1: scale(tick), x2: scale(tick), y1: TOP - 6, y2: height }),
          h(
            'text',
            { class: 'tick-label', x: scale(tick), y: TOP - 10, 'text-anchor': tick === 0 ? 'start' : 'middle' },
            durationInWords(tick),
          ),
        ),
      ),
    rows.map(([name, { earliestVerdict, latestVerdict }], index) => {
      const y = TOP + index * ROW;
      const [from, to] = [scale(earliestVerdict), scale(latestVerdict)];
      return h(
        'g',
        null,
        h('text', { x: 0, y: y + 12 }, printable(name)),
        h('rect', { class: 'sure', x: 0, y: y + 18, width: from, height: 12 }),
        h('rect', { class: 'maybe', x: from, y: y + 18, width: Math.max(to - from, 1), height: 12 }),
      );
    }),
  );
}

function table(rows: readonly Row[]): ComponentChild {
  const headings = ['Probe', 'asks', 'earliest verdict', 'latest verdict'];
  return h(
    'table',
    null,
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        headings.map((heading) => h('th', { scope: 'col' }, heading)),
      ),
    ),
    h(
      'tbody',
      null,
      rows.map(([name, budget]) =>
        h(
          'tr',
          null,
          h('th', { scope: 'row' }, printable(name)),
          h('td', null, printable(budget.question)),
          h('td', null, durationInWords(budget.earliestVerdict)),
          h('td', null, durationInWords(budget.latestVerdict)),
        ),
      ),
    ),
  );
}
