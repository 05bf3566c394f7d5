import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CAUSES } from '../lib/diagnosis/registry';
import { SYMPTOMS } from '../lib/diagnosis/symptom';
import { PAGE, runbookPage } from '../tools/runbook-page';

test('docs/runbook.md is what the causes say; npm run docs writes it', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(runbookPage());
});

test('every symptom has a cause, and every cause a place of its own', () => {
  expect(Object.keys(SYMPTOMS).filter((symptom) => !CAUSES.some((cause) => cause.symptom === symptom))).toEqual([]);
  expect(CAUSES.filter(({ id }) => runbookPage().split(`\n### ${id}\n`).length !== 2)).toEqual([]);
});

test('every link of the page leads to a heading of it', () => {
  const page = runbookPage();
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
  expect([...page.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor).filter((anchor) => !headings.includes(anchor))).toEqual([]);
});
