import { timelineInWords } from './timeline';
import { assumptionsInWords, lostInWords, summaryInWords } from './wording';
import type { SimulationReporter } from './reporter';
import { durationInWords } from '../../wording/duration';
import { paintWith } from '../../wording/paint';
import { printable } from '../../wording/printable';
import type { ScenarioResult } from '../scenario';

const HEADINGS = ['scenario', 'verdict', 'restarts', 'no ready pod', 'requests lost'];

/** For people: a table of the scenarios for each workload, the worst first, and the assumptions. */
export const text: SimulationReporter = ({ workloads, problems }, colour) => {
  const paint = paintWith(colour);
  const lines = workloads.flatMap(({ workload, results }) => {
    const rows = results.map(cells);
    const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...rows.map((row) => row[column].length)));
    const line = (row: readonly string[]) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd();
    return [
      paint('bold', printable(workload)),
      '',
      paint('dim', line(HEADINGS)),
      ...results.flatMap((result, index) => [
        paint(result.verdict === 'broken' ? 'error' : 'good', line(rows[index])),
        ...(result.because === undefined ? [] : [`    not kept: ${result.invariant}: ${result.because}`]),
        ...timelineInWords(result.trace ?? []).map((event) => paint('dim', `    ${event}`)),
      ]),
      '',
      `  assumptions: ${assumptionsInWords(results).map(printable).join(', ')}`,
      '',
    ];
  });
  return [
    ...lines,
    ...problems.map(
      ({ file, line, message }) =>
        `${paint('error', 'unusable')}  ${printable([file, line].filter((part) => part !== undefined).join(':'))}: ${printable(message)}`,
    ),
    paint('bold', summaryInWords(workloads)),
    '',
  ].join('\n');
};

function cells(result: ScenarioResult): string[] {
  const { scenario, verdict, restarts, secondsWithoutReadyPod } = result;
  return [scenario, verdict, String(restarts), secondsWithoutReadyPod ? durationInWords(secondsWithoutReadyPod) : '-', lostInWords(result)];
}
