import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { workersFigure } from '../bench/workers/figure';
import { FIGURE, newest, PAGE, workersPage } from '../bench/workers/page';
import { recordedCells } from '../bench/workers/measured-cells';

test('docs/workers.md and its picture say what bench/workers/measured.json holds; npm run bench:workers writes all three', () => {
  const cells = recordedCells();
  expect(readFileSync(PAGE, 'utf8')).toBe(workersPage(cells));
  expect(readFileSync(FIGURE, 'utf8')).toBe(workersFigure(newest(cells)));
});
