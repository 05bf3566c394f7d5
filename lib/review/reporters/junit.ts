import type { Finding } from '../finding';
import type { Reporter } from './reporter';
import { objectInWords, placeInWords } from './wording';

/** JUnit XML, which every forge shows: a test case a finding, and one for each file in which nothing was found. */
export const junit: Reporter = ({ report }) => {
  const found = new Set(report.findings.map(({ file }) => file));
  const unusable = new Set(report.problems.map(({ file }) => file));
  const clean = report.inputs.filter(({ file }) => !found.has(file) && !unusable.has(file));
  const cases = [
    ...report.findings.map(caseOf),
    ...report.problems.map(
      (problem) =>
        `    <testcase classname="input" name="${xml(placeInWords(problem))}">` + `<error message="${xml(problem.message)}"/></testcase>`,
    ),
    ...clean.map(({ file }) => `    <testcase classname="review" name="${xml(file)}"/>`),
  ];
  const { suppressed } = report.summary;
  const counts =
    `tests="${cases.length}" failures="${report.findings.length - suppressed}" errors="${report.problems.length}" ` +
    `skipped="${suppressed}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="probewise" ${counts}>`,
    `  <testsuite name="probewise review" ${counts}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};

function caseOf(finding: Finding): string {
  const name = `${objectInWords(finding)} ${finding.path}`;
  const body = `${placeInWords(finding)}\n${finding.message}\nImpact: ${finding.consequence}\nFix: ${finding.fix}`.trim();
  const outcome = finding.suppressed
    ? `<skipped message="${xml(finding.reason ?? '')}"/>`
    : `<failure type="${finding.severity}" message="${xml(finding.message)}">${xml(body)}</failure>`;
  return `    <testcase classname="${xml(finding.rule)}" name="${xml(name)}">${outcome}</testcase>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
/** What XML 1.0 cannot say even escaped, lone surrogates included. */
const IMPOSSIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function xml(text: string): string {
  return text.replace(IMPOSSIBLE, '\ufffd').replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
