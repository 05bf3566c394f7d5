import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BEFORE, probewise, root } from './program';

const text = (file: string) => readFileSync(join(root, file), 'utf8');

test('what the README shows of the incident is what the program prints', async () => {
  const [, shown] = /```text\n(Deployment obcms.*?)```/s.exec(text('README.md'))!;
  expect(await probewise(['review', BEFORE])).toEqual({ status: 1, stdout: shown, stderr: '' });
});

describe('probewise simulate in docs/cli.md', () => {
  const blocks = [...text('docs/cli.md').matchAll(/```sh\n((?:probewise simulate .*\n)+)```\n(?:\n```text\n([^`]*)```)?/g)];
  const examples = blocks.flatMap(([, commands, shown]) =>
    commands
      .trim()
      .split('\n')
      .map((command) => ({ command, shown })),
  );

  test('there are some, and one shows what it prints', () => {
    expect(examples.length).toBeGreaterThan(3);
    expect(examples.filter(({ shown }) => shown)).toHaveLength(1);
  });

  test.each(examples)('$command', async ({ command, shown }) => {
    const { status, stdout, stderr } = await probewise(wordsOf(command).slice(1));
    expect([0, 1]).toContain(status);
    expect(stderr).toBe('');
    expect(stdout).toEqual(shown ?? expect.stringContaining('obcms'));
  });
});

/** As a shell splits them: what stands in single quotes is one word. */
function wordsOf(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word);
}
