import { resolve } from 'node:path';
import { bestOf, LOAD_NAMES, LOADS, shortfalls, type LoadFigures } from './cells';
import { DJANGO, VERSIONS } from './environment';
import { APART, CLIENTS } from './pool';
import { OURS } from './policies';
import { PROBE_PERIOD, PROBE_TIMEOUT } from './probe';
import { CPUS, MEMORY, type Cell } from './measured-cells';
import { MEBIBYTE } from '../../lib/conventions/quantity';

export const PAGE = resolve(__dirname, '../../docs/workers.md');
export const FIGURE = resolve(__dirname, '../../docs/workers.svg');

/** docs/workers.md, of what is in the record. */
export function workersPage(cells: readonly Cell[]): string {
  return [
    '# Worker policies, measured',
    '',
    '`npm run bench:workers` measures, and writes this page and its picture. Absolute numbers are those of one machine; compare ' +
      'what stands',
    'in one table.',
    '',
    '![Requests a second of each pool as a share of the best in use](workers.svg)',
    '',
    `The picture is of gunicorn ${newest(cells)[0]?.gunicorn}. A bar to the line is the best pool that somebody gets and in ` +
      'which nothing was killed. Blue is',
    `\`${OURS}\`, what this library generates; pale is what it could generate instead and does not.`,
    '',
    '## What it came to',
    '',
    '| gunicorn | memory | CPU | the goal |',
    '|---|---|---|---|',
    ...cells.map(({ gunicorn, memory, cpus, pools }) => `| ${gunicorn} | ${memory} MiB | ${cpus} | ${goalOf(shortfalls(pools))} |`),
    '',
    `The goal is that nothing of \`${OURS}\` is killed for memory, that none of its probes fails, and that it is first or lacks at most`,
    '5 % of the best pool in use in which nothing was killed. A CPU-bound pool reaches it by its requests a second or by its requests for',
    'each second of CPU that it used: where other programs want the same CPUs, the first says as much about them.',
    '',
    ...cells.flatMap(cellSection),
    ...connectionSection(cells),
    '## How it was measured',
    '',
    `- Each pool is gunicorn with Django ${DJANGO} in a control group with the limits of memory and CPU, which it enters before its first`,
    '  allocation. The application has four routes: `/wait/` sleeps 100 ms, `/compute/` computes for about 8 ms without letting ' +
      'go of the GIL, `/rows/`',
    '  answers 600 rows as JSON, `/health/` answers at once.',
    ...LOAD_NAMES.map(
      (load) => `- ${load}: ${LOADS[load].map((path) => `\`${path}\``).join(', ')}${LOADS[load].length > 1 ? ' in turn' : ''}.`,
    ),
    `- ${CLIENTS} clients ask, each again as soon as it is answered, over connections that stay open where the server lets them. ` +
      `They come ${APART * 1000} ms apart, and`,
    '  are counted from the moment that the last one is there.',
    `- A probe each ${PROBE_PERIOD} s on a connection of its own; it has ${PROBE_TIMEOUT} s, the shortest timeout that the ` +
      'library generates.',
    '- Every pool runs on one and the same CPU, and the clients on the others: two busy CPUs of such a machine slow one another, ' +
      'by up to half.',
    ...shared(cells),
    '- Policies that come to the same pool share one measurement. The pools of a cell live side by side and take turns, so that what else',
    '  the machine does falls on all of them. Where something was killed for memory, no speed is given.',
    '- Requests a second are the median of the rounds, with the slowest and the quickest; p99 is over all rounds.',
    ...circumstances(cells),
    '',
    '## What was not measured',
    '',
    ...missing(cells).map(({ gunicorn, memory, cpus }) => `- gunicorn ${gunicorn} with ${memory} MiB and ${cpus} CPU.`),
    "- The buildpack and the images themselves: only the numbers that their formulas come to here, with sync workers, gunicorn's default.",
    '  The tiangolo images run theirs with uvicorn and meinheld.',
    "- The kubelet's `memory.oom.group`: here the kernel kills one process and gunicorn forks another, so that every pool is " +
      'measured for as',
    '  long as the others. On a cluster the container would restart.',
    '- More CPUs than 1, a real database, a network, and hours: memory that grows slowly is not seen in seconds.',
    '',
  ].join('\n');
}

export function goalOf(lacks: readonly string[]): string {
  return lacks.length ? `missed: ${lacks.join('; ')}` : 'met';
}

/** The cells of the newest gunicorn. */
export function newest(cells: readonly Cell[]): Cell[] {
  return cells.filter(({ gunicorn }) => gunicorn === cells[0].gunicorn);
}

/** As few columns as say it, widest last. */
function cellSection({ gunicorn, memory, cpus, pools }: Cell): string[] {
  return [
    `## gunicorn ${gunicorn}, ${memory} MiB, ${cpus} CPU`,
    '',
    `| pool | ${LOAD_NAMES.map((load) => `${load} /s | p99`).join(' | ')} | computed for each CPU second | of its CPU | killed | ` +
      'failed | probes failed | peak MiB | policies |',
    `|---|${LOAD_NAMES.map(() => '---:|---:|').join('')}---:|---:|---:|---:|---:|---:|---|`,
    ...pools.map((pool) => {
      const computing = pool.loads['CPU-bound'];
      const total = (field: 'failed' | 'answered' | 'failedProbes' | 'probes') =>
        LOAD_NAMES.reduce((sum, load) => sum + pool.loads[load][field], 0);
      return `| ${[
        pool.policies.includes(OURS) ? `**${pool.shape}**` : pool.shape,
        ...LOAD_NAMES.flatMap((load) => [
          pool.kills ? '' : rate(pool.loads[load], bestOf(pools, load)),
          pool.kills ? '' : seconds(pool.loads[load].p99),
        ]),
        pool.kills ? '' : computing.perCpuSecond.toFixed(0),
        pool.kills ? '' : percent(computing.cpuShare),
        pool.kills || '0',
        `${total('failed')} of ${total('failed') + total('answered')}`,
        `${total('failedProbes')} of ${total('probes')}`,
        Math.round(pool.peakBytes / MEBIBYTE),
        pool.policies.join('; '),
      ].join(' | ')} |`;
    }),
    '',
  ];
}

/** The median, how far the rounds lie apart, and the share of the best. */
function rate({ throughput, range }: LoadFigures, best: number): string {
  return `${throughput.toFixed(0)} (${range.map((one) => one.toFixed(0)).join('–')}), ${percent(throughput / best)}`;
}

export function seconds(value: number | undefined): string {
  return value === undefined ? '' : `${value.toFixed(1)} s`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** What a pool makes of connections that are kept open. */
function connectionSection(cells: readonly Cell[]): string[] {
  return [
    '## Connections that are kept open',
    '',
    'A gthread worker accepts whatever comes, however busy it is, and a connection that is kept open stays with it. Where all of them',
    'come at the same moment, one worker may take most or all, and its threads are all that serves. I/O-bound requests a second, each',
    'time with new connections:',
    '',
    `| gunicorn | memory | CPU | pool | ${APART * 1000} ms apart | at the same moment |`,
    '|---|---|---|---|---:|---:|',
    ...cells.flatMap(({ gunicorn, memory, cpus, pools }) =>
      pools
        .filter(({ bursts }) => bursts)
        .map(
          ({ shape, bursts, loads }) =>
            `| ${gunicorn} | ${memory} MiB | ${cpus} | ${shape} | ${loads['I/O-bound'].throughput.toFixed(0)} | ${[...bursts!]
              .sort((a, b) => a - b)
              .map((one) => one.toFixed(0))
              .join(', ')} |`,
        ),
    ),
    '',
  ];
}

function circumstances(cells: readonly Cell[]): string[] {
  const averages = cells.flatMap(({ loadAverage }) => loadAverage);
  return [
    ...new Set(
      cells.map(
        ({ day, machine, effort }) =>
          `- ${day}, ${machine}: ${effort.rounds} rounds, ${LOAD_NAMES.map((load) => `${load} ${effort.seconds[load]} s`).join(', ')}.`,
      ),
    ),
    `- The load average of the machine lay between ${Math.min(...averages).toFixed(0)} and ${Math.max(...averages).toFixed(0)}, ` +
      'the pools among it.',
  ];
}

/** Cells in which pools and clients had all CPUs together. */
function shared(cells: readonly Cell[]): string[] {
  const names = cells.filter(({ ownCpu }) => !ownCpu).map(({ gunicorn, memory, cpus }) => `${gunicorn} with ${memory} MiB and ${cpus} CPU`);
  return names.length
    ? [`  Not so in these cells, measured before that, on a machine that others loaded as well: ${names.join('; ')}.`]
    : [];
}

function missing(cells: readonly Cell[]) {
  return VERSIONS.flatMap((gunicorn) => MEMORY.flatMap((memory) => CPUS.map((cpus) => ({ gunicorn, memory, cpus })))).filter(
    (wanted) => !cells.some((cell) => cell.gunicorn === wanted.gunicorn && cell.memory === wanted.memory && cell.cpus === wanted.cpus),
  );
}
