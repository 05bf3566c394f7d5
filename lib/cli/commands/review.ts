import { parseArgs } from 'node:util';
import { readFiles } from '../../manifest/reading/files';
import type { Problem } from '../../manifest/reading/problem';
import { reviewDocuments } from '../../review';
import { SEVERITIES, type Report } from '../../review/report';
import { jsonReport } from '../../review/reporters/json';
import { textReport } from '../../review/reporters/text';
import type { Severity } from '../../review/rule';
import { ExitStatus, usage, type Outcome } from '../outcome';

const REPORTERS: Readonly<Record<string, (report: Report) => string>> = { text: textReport, json: jsonReport };
const NEVER = 'never';

/** `probewise review FILES… [--format text|json] [--fail-on error|warning|info|never]` */
export function review(args: string[]): Outcome {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'format': { type: 'string', default: 'text' }, 'fail-on': { type: 'string', default: 'error' } },
  });
  const { format, 'fail-on': failOn } = values as { 'format': string; 'fail-on': string };
  const reporter = Object.prototype.hasOwnProperty.call(REPORTERS, format) ? REPORTERS[format] : undefined;
  if (!reporter) {
    return usage(`there is no format '${format}'; use ${Object.keys(REPORTERS).join(' or ')}`);
  }
  if (failOn !== NEVER && !SEVERITIES.includes(failOn as Severity)) {
    return usage(`--fail-on takes no '${failOn}'; use ${[...SEVERITIES, NEVER].join(', ')}`);
  }
  if (positionals.length === 0) {
    return usage('say what to review: files, folders, or - for standard input');
  }
  const { inputs, documents, problems } = readFiles(positionals);
  const findings = reviewDocuments(documents, { today: new Date().toISOString().slice(0, 10) });
  const grave = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn as Severity) + 1);
  const failed = findings.some(({ severity, suppressed }) => !suppressed && grave.includes(severity));
  return {
    status: problems.length ? ExitStatus.UNUSABLE : failed ? ExitStatus.FINDINGS : ExitStatus.FINE,
    out: reporter({ inputs, findings, problems }),
    complaints: problems.map(said),
  };
}

function said({ file, line, column, message }: Problem): string {
  return `${file}${line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`}: ${message}`;
}
