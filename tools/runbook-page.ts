import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Cause } from '../lib/diagnosis/cause';
import { LINKS } from '../lib/diagnosis/chain/link';
import { ITEMS } from '../lib/diagnosis/checklist/checklist';
import { LEVELS } from '../lib/diagnosis/checklist/item';
import { CAUSES } from '../lib/diagnosis/registry';
import { SYMPTOMS } from '../lib/diagnosis/symptom';

export const PAGE = resolve(__dirname, '../docs/runbook.md');

/** docs/runbook.md, written from the causes that `probewise diagnose` knows: `npm run docs`. */
export function runbookPage(): string {
  return [
    '# Runbook',
    '',
    '`npm run docs` writes this page from the rules of `probewise diagnose`. Find what you see, look where it says, and compare. With',
    'access to the cluster `probewise diagnose -n NAMESPACE --logs --url https://HOST/` does all of it at once.',
    '',
    ...Object.entries(SYMPTOMS).map(([, { title }]) => `- [${title}](#${anchorOf(title)})`),
    '- [The checklist](#the-checklist)',
    '',
    ...Object.entries(SYMPTOMS).flatMap(([symptom, { title, look }]) => [
      `## ${title}`,
      '',
      'First look:',
      '',
      '```sh',
      ...look.split('; '),
      '```',
      '',
      '| cause | where | seen by |',
      '|---|---|---|',
      ...causesOf(symptom).map(({ id, link, doc }) => `| [${id}](#${id}) | ${LINKS[link]} | ${cell(doc.judges)} |`),
      '',
      ...causesOf(symptom).flatMap(section),
    ]),
    '## The checklist',
    '',
    'Each report answers it: yes, no, or that it cannot be seen from here, with the evidence.',
    '',
    ...Object.entries(LEVELS).flatMap(([level, title]) => [
      `**${title}**`,
      '',
      ...ITEMS.filter((item) => item.level === level).map(({ says }) => `- ${says}`),
      '',
    ]),
  ].join('\n');
}

function causesOf(symptom: string): readonly Cause[] {
  return CAUSES.filter((cause) => cause.symptom === symptom);
}

function section({ id, summary, doc }: Cause): string[] {
  return [`### ${id}`, '', `${summary}.`, '', `**Cause.** ${doc.why}`, '', `**Fix.** ${doc.fix}`, '', `**Source.** ${doc.source}`, ''];
}

/** As GitHub makes them. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replace(/\s/g, '-');
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

if (require.main === module) {
  writeFileSync(PAGE, runbookPage());
}
