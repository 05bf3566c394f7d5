import { budgetInWords } from '../../manifest/probe-budget';
import type { Finding } from '../../review';
import { prose } from '../../review/reporters/prose';
import { objectInWords, placeInWords } from '../../review/reporters/wording';
import type { Change } from '../change';
import type { DifferenceReporter } from './reporter';
import { outcomeInWords, sidesInWords, summaryInWords, unsimulatedInWords } from './wording';

/** A comment for a pull request. */
export const markdown: DifferenceReporter = (difference) => {
  const { added, fixed, suppressed } = difference.findings;
  const unsimulated = unsimulatedInWords(difference);
  return [
    `### probewise: ${summaryInWords(difference)}`,
    '',
    ...added.flatMap((finding) => [
      `- **new ${finding.severity}** ${named(finding)}`,
      `  ${prose(finding.message)}  `,
      `  Impact: ${prose(finding.consequence)}  `,
      `  Fix: ${prose(finding.fix)}`,
    ]),
    ...fixed.map((finding) => `- **fixed** ${named(finding)}`),
    ...suppressed.map((finding) => `- **suppressed** ${named(finding)}`),
    ...difference.outcomes.map(
      (change) => `- **${change.direction}** \`${change.scenario}\` ${prose(change.workload)}: ${prose(outcomeInWords(change))}`,
    ),
    ...(unsimulated === undefined ? [] : [`- ${prose(unsimulated)}`]),
    ...table('Way of a request', difference.paths, String),
    ...table('Probe', difference.probes, budgetInWords),
    ...difference.problems.map((problem) => `- **unusable** ${prose(placeInWords(problem))}: ${prose(problem.message)}`),
    '',
  ].join('\n');
};

function named(finding: Finding): string {
  return `\`${finding.rule}\` ${prose(objectInWords(finding))} ${prose(placeInWords(finding))}`.trimEnd();
}

function table<T>(heading: string, changes: readonly Change<T>[], inWords: (value: T) => string): string[] {
  return changes.length === 0
    ? []
    : [
        '',
        `| ${heading} | before | after |`,
        '|---|---|---|',
        ...changes.map((change) => `| ${[change.name, ...sidesInWords(change, inWords)].map(prose).join(' | ')} |`),
      ];
}
