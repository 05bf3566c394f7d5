import type { Finding } from '../finding';
import { printable } from './printable';
import type { Reporter } from './reporter';
import { objectInWords, placeInWords, summaryInWords } from './wording';

/** A comment for a pull request. */
export const markdown: Reporter = ({ report }) => [
  `### probewise: ${summaryInWords(report.summary)}`,
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
    `  So: ${prose(finding.consequence)}  `,
    `  Fix: ${prose(finding.fix)}`,
  ];
}

/** Text that says what it says: no markup, no HTML, no link, and nobody mentioned by name. */
function prose(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_{}[\]()#+!|>~-]/g, (character) => `\\${character}`)
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/\bwww\./gi, 'www&#46;');
}
