import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MEASURED_RULES } from '../lib/rehearsal/judgement/rules';
import { descriptions, type RuleDescription } from '../lib/review';

export const PAGE = resolve(__dirname, '../docs/rules.md');

/** Those that manifests are judged by, and those that take a rehearsal. */
const RULES: readonly RuleDescription[] = [...descriptions(), ...MEASURED_RULES];

/** docs/rules.md, written from the rules themselves: `npm run docs`. */
export function rulesPage(): string {
  return [
    '# Rules',
    '',
    '`npm run docs` writes this page from the rules themselves; `probewise explain RULE` prints the same.',
    '',
    '| rule | severity | model | finds |',
    '|---|---|---|---|',
    ...RULES.map(({ id, severity, model, summary }) => `| [${id}](#${id}) | ${severity} | ${model} | ${cell(summary)} |`),
    '',
    ...RULES.flatMap(section),
  ].join('\n');
}

function section({ id, summary, doc }: RuleDescription): string[] {
  return [
    `## ${id}`,
    '',
    `${summary}.`,
    '',
    `**Why.** ${doc.why}`,
    '',
    `**Fix.** ${doc.fix}`,
    '',
    `**Judges.** ${doc.judges}`,
    '',
    ...(doc.edits ? [`**--fix.** ${doc.edits}`, ''] : []),
    `**Source.** ${doc.source}`,
    '',
  ];
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

if (require.main === module) {
  writeFileSync(PAGE, rulesPage());
}
