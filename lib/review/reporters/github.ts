import type { Severity } from '../rule';
import type { Reporter } from './reporter';
import { objectInWords } from './wording';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands: GitHub shows them beside the lines of the pull request. */
export const github: Reporter = ({ report }) =>
  [
    ...report.findings
      .filter(({ suppressed }) => !suppressed)
      .map((finding) =>
        command(
          COMMANDS[finding.severity],
          { ...place(finding), title: `probewise: ${finding.rule}` },
          `${objectInWords(finding)}: ${finding.message}\nImpact: ${finding.consequence}\nFix: ${finding.fix}`,
        ),
      ),
    ...report.problems.map((problem) => command('error', { ...place(problem), title: 'probewise: unusable input' }, problem.message)),
  ]
    .map((line) => `${line}\n`)
    .join('');

interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

function place({ file, line, column }: Place): Record<string, string | number | undefined> {
  return file === '-' ? {} : { file, line, col: column };
}

function command(name: string, properties: Record<string, string | number | undefined>, message: string): string {
  const said = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name} ${said.join(',')}::${data(message)}`;
}

// What actions/toolkit's core/src/command.ts escapes: a name must not end its command and begin another.
function data(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function property(text: string): string {
  return data(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
