import type { Finding } from '../finding';
import { codeFrame } from './code-frame';
import { paintWith, type Paint } from '../../wording/paint';
import { plural } from '../../wording/plural';
import { printable } from '../../wording/printable';
import type { Reporter } from './reporter';
import { objectInWords, placeInWords, resultInWords } from './wording';

/** For people: the findings of each object together, with the lines they are about. */
export const text: Reporter = ({ report, sources, colour }) => {
  const paint = paintWith(colour);
  const lines: string[] = [];
  let heading = '';
  for (const finding of report.findings.filter(({ suppressed }) => !suppressed)) {
    const object = [objectInWords(finding), finding.file].filter(Boolean).join('  ');
    if (object !== heading) {
      lines.push(paint('bold', printable(object)), '');
      heading = object;
    }
    lines.push(...entry(finding, paint, sources), '');
  }
  for (const problem of report.problems) {
    lines.push(`${paint('error', 'unusable')}  ${printable(placeInWords(problem))}: ${printable(problem.message)}`);
  }
  const unusable = report.problems.length ? `; ${plural(report.problems.length, 'input')} unusable` : '';
  lines.push(`${paint('bold', printable(resultInWords(report)))}${unusable}`);
  return `${lines.join('\n')}\n`;
};

function* entry(finding: Finding, paint: Paint, sources: ReadonlyMap<string, string>): Iterable<string> {
  yield (
    `  ${paint(finding.severity, finding.severity)}  ${finding.rule}  ` +
    `${paint('dim', printable(placeInWords(finding) || finding.path))}`
  );
  yield `    ${printable(finding.message)}`;
  const source = sources.get(finding.file ?? '');
  if (source !== undefined && finding.line !== undefined) {
    yield* codeFrame(source, finding.line, finding.column ?? 1).map((line) => `    ${paint('dim', line)}`);
  }
  yield `    impact: ${printable(finding.consequence)}`;
  yield `    fix:    ${printable(finding.fix)}`;
}
