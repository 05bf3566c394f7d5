import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { everyRule } from '../lib/cli/every-rule';
import type { RuleDescription } from '../lib/review';

export const PAGE = resolve(__dirname, '../docs/rules.md');

/** docs/rules.md, written from the rules themselves: `npm run docs`. */
export function rulesPage(): string {
  return [
    '# Rules',
    '',
    '`npm run docs` writes this page from the rules themselves; `probewise explain RULE` prints the same.',
    '',
    '| rule | severity | model | finds |',
    '|---|---|---|---|',
    ...everyRule().map(({ id, severity, model, summary }) => `| [${id}](#${id}) | ${severity} | ${model} | ${cell(summary)} |`),
    '',
    ...everyRule().flatMap(section),
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
