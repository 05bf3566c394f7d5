import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { explain } from '../../lib/cli/commands/explain';
import { review } from '../../lib/cli/commands/review';
import { rules } from '../../lib/cli/commands/rules';
import { rulesPage } from '../../lib/review/reporters/rules-page';

const root = resolve(__dirname, '../..');
const page = (name: string) => readFileSync(join(root, name), 'utf8');
const COMMANDS = { review, rules, explain };

describe('every command in docs/cli.md and the README', () => {
  const lines = ['docs/cli.md', 'README.md'].flatMap((name) => [...page(name).matchAll(/^(?:\$ )?probewise (\w+) ?(.*)$/gm)].map(([, command, rest]) => ({ command, rest })));

  test('there are some', () => expect(lines.length).toBeGreaterThan(4));

  test.each(lines)('probewise $command $rest', ({ command, rest }) => {
    process.chdir(root);
    const { status, complaints } = COMMANDS[command as keyof typeof COMMANDS](rest.split(' ').filter(Boolean));
    expect(complaints).toEqual([]);
    expect(status).toBeLessThan(2);
  });
});

test('what the README shows of a review is what it prints', () => {
  process.chdir(root);
  const shown = /^\$ probewise review (\S+)\n([\s\S]*?)^```/m.exec(page('README.md'))!;
  expect(shown[2]).toBe(review([shown[1]]).out);
});

test('docs/rules.md is what `npm run docs` writes', () => {
  expect(page('docs/rules.md')).toBe(rulesPage());
});
