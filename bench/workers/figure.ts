import { scaleLinear } from 'd3-scale';
import { h, type ComponentChild } from 'preact';
import { render } from 'preact-render-to-string';
import { bestOf, isAlternative, LOAD_NAMES, type LoadName, type PoolFigures } from './cells';
import { OURS } from './policies';
import type { Cell } from './measured-cells';

const WIDTH = 920;
const NAMES = 150;
const PANEL = (WIDTH - NAMES) / LOAD_NAMES.length;
/** Room for the number behind the longest bar. */
const NUMBER = 60;
const ROW = 18;
const HEAD = 30;
const TOP = 24;

const STYLE = `
  text { fill: #1f2328; } .small { fill: #57606a; font-size: 11px; } .heading { font-weight: 600; }
  .axis { stroke: #d0d7de; } .theirs { fill: #8c959f; } .ours { fill: #0969da; } .alternative { fill: #8c959f; fill-opacity: 0.45; }
  .killed { fill: #cf222e; font-size: 11px; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .small { fill: #9da7b1; } .axis { stroke: #30363d; } .theirs { fill: #6e7681; } .ours { fill: #58a6ff; }
    .alternative { fill: #6e7681; } .killed { fill: #ff7b72; }
  }`;

/** Throughput of every pool under every load, as SVG; the best pool in use of a cell fills the width to the line. */
export function workersFigure(cells: readonly Cell[]): string {
  const heights = cells.map(({ pools }) => HEAD + pools.length * ROW);
  const height = TOP + heights.reduce((sum, one) => sum + one, 0) + 8;
  const most = Math.max(...cells.flatMap(({ pools }) => LOAD_NAMES.flatMap((load) => pools.map((pool) => shareOf(pool, pools, load)))));
  const scale = scaleLinear([0, most], [0, PANEL - NUMBER]);
  let top = TOP;
  return `${render(
    h(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        viewBox: `0 0 ${WIDTH} ${height}`,
        'font-family': 'ui-sans-serif, system-ui, sans-serif',
        'font-size': 12,
        role: 'img',
        'aria-label': 'Requests a second of each pool as a share of the best in use; the tables beside it say the same.',
      },
      h('style', null, STYLE),
      LOAD_NAMES.map((load, index) => h('text', { class: 'heading', x: NAMES + index * PANEL, y: 16 }, `${load}, requests/s`)),
      cells.map((cell, index) => {
        const group = cellGroup(cell, top, scale);
        top += heights[index];
        return group;
      }),
    ),
  )}\n`;
}

function cellGroup({ memory, cpus, pools }: Cell, top: number, scale: (share: number) => number): ComponentChild {
  const first = top + HEAD;
  return h(
    'g',
    null,
    h('text', { class: 'heading', x: 0, y: first - 8 }, `${memory} MiB, ${cpus} CPU`),
    LOAD_NAMES.map((load, column) => {
      const x = NAMES + column * PANEL;
      return h(
        'g',
        null,
        h('line', { class: 'axis', x1: x + scale(1), x2: x + scale(1), y1: first - 4, y2: first + pools.length * ROW }),
        pools.map((pool, row) => bar(pool, shareOf(pool, pools, load), { load, x, y: first + row * ROW, scale })),
      );
    }),
    pools.map((pool, row) =>
      h(
        'text',
        { class: pool.policies.includes(OURS) ? 'heading' : 'small', x: 0, y: first + row * ROW + 12 },
        pool.policies.includes(OURS) ? `${pool.shape} (${OURS})` : pool.shape,
      ),
    ),
  );
}

interface Place {
  readonly load: LoadName;
  readonly x: number;
  readonly y: number;
  readonly scale: (share: number) => number;
}

function bar(pool: PoolFigures, share: number, { load, x, y, scale }: Place): ComponentChild {
  const width = Math.max(scale(share), 1);
  const kind = pool.policies.includes(OURS) ? 'ours' : isAlternative(pool) ? 'alternative' : 'theirs';
  return h(
    'g',
    null,
    h('rect', { class: kind, x, y: y + 2, width: round(width), height: ROW - 5 }),
    h(
      'text',
      { class: pool.kills ? 'killed' : 'small', x: round(x + width + 4), y: y + 12 },
      pool.kills ? `${pool.kills} killed` : pool.loads[load].throughput.toFixed(0),
    ),
  );
}

function shareOf(pool: PoolFigures, pools: readonly PoolFigures[], load: LoadName): number {
  return pool.kills ? 0 : pool.loads[load].throughput / bestOf(pools, load);
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
