import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { Reading } from '../../../lib/reading/reading';
import { fixDocuments } from '../../../lib/review/fix/fix';
import { corpus } from '../../case';
import { harmOf } from './harm';

/** All of them take a quarter of a minute. */
const EVERY = process.env.CI ? 1 : 5;

const fixed = corpus()
  .map(({ name, documents, images }) => {
    const fix = fixDocuments(documents, (file) => readFileSync(file, 'utf8'), { images });
    const rules = [...new Set(fix.fixed.map(({ rule }) => rule))].sort().join(', ');
    return { name, rules, before: Reading.ofDocuments(documents, images), after: Reading.ofDocuments(fix.documents, images) };
  })
  .filter(({ rules }) => rules !== '');

test('there are fixes to try', () => {
  expect(fixed.length).toBeGreaterThan(10);
});

test.each(fixed.filter((_, index) => index % EVERY === 0))('$name, fixed of $rules: no scenario is worse', ({ before, after }) => {
  expect(harmOf(before, after)).toEqual([]);
});
