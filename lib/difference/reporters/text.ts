import { budgetInWords } from '../../manifest/probe-budget';
import type { Finding } from '../../review';
import { paintWith } from '../../wording/paint';
import { printable } from '../../wording/printable';
import { objectInWords, placeInWords } from '../../review/reporters/wording';
import type { DifferenceReporter } from './reporter';
import { outcomeInWords, sidesInWords, summaryInWords, unsimulatedInWords } from './wording';

/** For people: what is new first. */
export const text: DifferenceReporter = (difference, colour) => {
  const paint = paintWith(colour);
  const line = (finding: Finding) =>
    `${finding.severity}  ${finding.rule}  ${printable(`${objectInWords(finding)}  ${placeInWords(finding)}`).trimEnd()}`;
  const changed = (name: string, [before, after]: readonly [string, string]) => [
    paint('bold', printable(name)),
    `  - ${printable(before)}`,
    `  + ${printable(after)}`,
    '',
  ];
  const { added, fixed, suppressed } = difference.findings;
  const { outcomes } = difference;
  const unsimulated = unsimulatedInWords(difference);
  const lines = [
    ...added.flatMap((finding) => [
      `${paint(finding.severity, 'new')}  ${line(finding)}`,
      `  ${printable(finding.message)}`,
      `  impact: ${printable(finding.consequence)}`,
      `  fix:    ${printable(finding.fix)}`,
      '',
    ]),
    ...[
      ...fixed.map((finding) => `${paint('good', 'fixed')}  ${line(finding)}`),
      ...suppressed.map((finding) => `${paint('dim', 'suppressed')}  ${line(finding)}`),
    ].flatMap((entry) => [entry, '']),
    ...difference.paths.flatMap((change) => changed(change.name, sidesInWords(change, String))),
    ...difference.probes.flatMap((change) => changed(change.name, sidesInWords(change, budgetInWords))),
    ...outcomes.map(
      (change) =>
        `${paint(change.direction === 'worse' ? 'error' : 'good', change.direction)}  ` +
        `${change.scenario}  ${printable(change.workload)}: ${outcomeInWords(change)}`,
    ),
    ...(outcomes.length ? [''] : []),
    ...(unsimulated === undefined ? [] : [paint('dim', printable(unsimulated)), '']),
    ...difference.problems.map(
      (problem) => `${paint('error', 'unusable')}  ${printable(placeInWords(problem))}: ${printable(problem.message)}`,
    ),
    paint('bold', summaryInWords(difference)),
  ];
  return `${lines.join('\n')}\n`;
};
