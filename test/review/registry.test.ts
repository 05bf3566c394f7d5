import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { descriptions, RULES } from '../../lib/review';

const files = (folder: string, ending: string) =>
  readdirSync(resolve(__dirname, folder))
    .filter((file) => file.endsWith(ending) && file !== 'index.ts')
    .map((file) => file.slice(0, -ending.length))
    .sort();

test('every file of rules/ is a rule that bears its name, and has a test', () => {
  expect(RULES.map(({ id }) => id)).toEqual(files('../../lib/review/rules', '.ts'));
  expect(files('rules', '.test.ts')).toEqual(RULES.map(({ id }) => id));
});

test('what is no rule of its own and yet found has a description too', () => {
  expect(descriptions().map(({ id }) => id)).toEqual([...RULES.map(({ id }) => id), 'suppression']);
});

describe.each(descriptions().map((rule) => [rule.id, rule] as const))('%s', (_, { summary, doc }) => {
  test('explains itself', () => {
    expect(summary).toMatch(/^\S.*[^.]$/);
    for (const text of [doc.why, doc.fix, doc.judges]) {
      expect(text).toMatch(/^\S[\s\S]+\.$/);
    }
    expect(doc.source).not.toBe('');
  });
});
