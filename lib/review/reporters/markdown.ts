import type { Finding } from '../finding';
import { prose } from './prose';
import type { Reporter } from './reporter';
import { objectInWords, placeInWords, resultInWords } from './wording';

/** A comment for a pull request. */
export const markdown: Reporter = ({ report }) =>
  [
    `### probewise: ${prose(resultInWords(report))}`,
    '',
    ...report.findings.filter(({ suppressed }) => !suppressed).flatMap(item),
    ...report.problems.map((problem) => `- **unusable** ${prose(placeInWords(problem))}: ${prose(problem.message)}`),
    ...(report.findings.length + report.problems.length ? [] : ['Nothing to say.']),
    '',
  ].join('\n');

function item(finding: Finding): string[] {
  return [
    `- **${finding.severity}** \`${finding.rule}\` ${prose(objectInWords(finding))} ${prose(placeInWords(finding) || finding.path)}`,
    `  ${prose(finding.message)}  `,
    `  Impact: ${prose(finding.consequence)}  `,
    `  Fix: ${prose(finding.fix)}`,
  ];
}
