import { expect, test } from '@jest/globals';
import { Reading } from '../../lib/reading/reading';
import { rehearsalPage } from '../../lib/page/rehearsal-page';
import { reportOf } from '../../lib/review/report';

const measured = {
  report: reportOf({ version: '0.0.0', inputs: [{ file: 'web.yaml', objects: 1 }], problems: [], findings: [] }),
  reading: Reading.ofObjects([]),
  sources: new Map<string, string>(),
  measurements: [{ link: 'bound', lines: ['0.0.0.0:8000', 'the process said <script>alert(1)</script>'] }],
  notes: ['the init containers (wait) were not run'],
};

test('given what was measured, the page shows it link by link, and nothing of it can run', () => {
  const page = rehearsalPage(measured);
  expect(page).toContain('<h1>Rehearsal of a container</h1>');
  expect(page).toContain('<dt>bound</dt><dd>0.0.0.0:8000</dd>');
  expect(page).toContain('&lt;script');
  expect(page).not.toContain('<script');
  expect(page).toContain('the init containers (wait) were not run');
  expect(page).not.toContain('Suggested budgets');
});

test('given a patch, its lines stay lines', () => {
  expect(rehearsalPage({ ...measured, patch: 'spec:\n  containers: []\n' })).toContain('<pre tabindex="0">spec:\n  containers: []\n</pre>');
});
