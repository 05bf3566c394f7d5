import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { breaks, outcomeChanges } from '../../../lib/difference/outcome-change';
import { Reading } from '../../../lib/reading/reading';
import { fixDocuments } from '../../../lib/review/fix/fix';
import { corpus } from '../../case';

/** All of them take a quarter of a minute. */
const EVERY = process.env.CI ? 1 : 5;
/** Under an overload a request more or less is a matter of when it arrives. A part of all requests. */
const CHANCE = 0.005;

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

describe.each(fixed.filter((_, index) => index % EVERY === 0))('$name, fixed of $rules', ({ before, after }) => {
  const worse = outcomeChanges(before, after).outcomes.filter(({ direction }) => direction === 'worse');

  test('no scenario that was held is broken, and none restarts more', () => {
    expect(worse.filter((change) => breaks(change) || change.after.restarts > change.before.restarts)).toEqual([]);
  });

  // A pod that hangs is replaced later where it has more time to finish what it accepted: that is the price of the fix.
  test('no scenario but a hang loses more', () => {
    expect(worse.filter(({ scenario, before: was, after: is }) => scenario !== 'stall' && is.lost - was.lost > CHANCE)).toEqual([]);
  });
});
