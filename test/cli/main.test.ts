import { describe, expect, test } from '@jest/globals';
import { everyRule } from '../../lib/cli/every-rule';
import { BEFORE, probewise, spawned, root, withFiles } from './program';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

test("--version is the package's", async () => {
  expect(await probewise(['--version'])).toEqual({
    status: 0,
    stdout: `${JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version}\n`,
    stderr: '',
  });
});

test.each([[['--help']], [['review', '--help']]])('%j tells the exit codes', async (args) => {
  const { status, stdout } = await probewise(args);
  expect(status).toBe(0);
  expect(stdout).toContain('Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 unusable input or usage.');
});

describe('a command line that cannot be used is exit 2, with one thing to do and no stack trace', () => {
  test.each([
    [[], 'probewise review FILES'],
    [['reveiw'], 'there is no command "reveiw"; there is review, diff, simulate, rehearse, diagnose, policy, explain, rules, size'],
    [['review'], 'name what to review'],
    [['review', '--nope', BEFORE], "Unknown option '--nope'"],
    [['review', '--format', 'xml', BEFORE], '--format xml: there is text, json, sarif'],
    [['review', '--format', 'constructor', BEFORE], '--format constructor: there is text, json'],
    [['review', '--fail-on', 'high', BEFORE], '--fail-on high: there is error, warning, info, never'],
    [['review', '--config', 'gone.yaml', BEFORE], '--config gone.yaml: it cannot be read (ENOENT)'],
    [['review', '--baseline', BEFORE, BEFORE], 'it is no baseline; write one with --write-baseline'],
    [['review', '--output', 'gone/report.txt', BEFORE], 'gone/report.txt cannot be written (ENOENT)'],
    [['explain'], 'name one rule'],
    [['explain', 'nope'], 'there is no rule nope; probewise rules lists them'],
  ])('%j', async (args, message) => {
    const { status, stdout, stderr } = await probewise(args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^ {4}at /m);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

test('rules lists every rule, and explain tells of each what its source says', async () => {
  expect(
    (await probewise(['rules'])).stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0]),
  ).toEqual(everyRule().map(({ id }) => id));
  for (const { id, doc } of everyRule()) {
    expect((await probewise(['explain', id])).stdout).toContain(doc.why);
  }
});

test('cdk8s is never loaded', async () => {
  await withFiles(
    {
      'hook.js':
        'const m = require("module"); const load = m._load; m._load = (name, ...rest) => {' +
        ' if (/cdk8s|constructs/.test(name) && !/^[./]/.test(name)) { throw new Error("loaded " + name); } return load(name, ...rest); };',
    },
    async (folder) => {
      const node = ['--require', join(folder, 'hook.js')];
      expect(spawned(['review', BEFORE], { node })).toEqual(await probewise(['review', BEFORE]));
      // The hook does what it is for.
      expect(spawned([], { node: [...node, '--require', join(root, 'node_modules/cdk8s')] }).stderr).toContain('loaded constructs');
    },
  );
});

// npm run bench:start measures it; this bound only notices something very large.
