import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { PAGE, rulesPage } from '../tools/rules-page';

test('docs/rules.md is what the rules say; npm run docs writes it', () => {
  expect(readFileSync(PAGE, 'utf8')).toBe(rulesPage());
});
