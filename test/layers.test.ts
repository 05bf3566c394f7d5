import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';

const root = resolve(__dirname, '..');

/** ESLint's configuration is an ES module, which jest cannot load: ask the real program. */
function complaints(file: string, line: string): string[] {
  const { stdout } = spawnSync(
    process.execPath,
    ['node_modules/eslint/bin/eslint.js', '--stdin', '--stdin-filename', file, '--format', 'json'],
    {
      cwd: root,
      input: `${line}\n`,
      encoding: 'utf8',
    },
  );
  return JSON.parse(stdout)[0]
    .messages.filter(({ ruleId }: { ruleId: string }) => ruleId === 'no-restricted-imports')
    .map(({ message }: { message: string }) => message);
}

test('given an import that goes upward, the layer check names the folders that were allowed', () => {
  expect(complaints('lib/health/x.ts', "export * from '../mixins/health-checks';")).toEqual([
    expect.stringContaining('lib/health may import only from props'),
  ]);
});

test('given an import sideways, the layer check refuses it', () => {
  expect(complaints('lib/workers/x.ts', "export * from '../health/probe-timing';")).toHaveLength(1);
});

test('given an import of a layer below, the layer check is silent', () => {
  expect(complaints('lib/constructs/x.ts', "export * from '../mixins/health-checks';")).toEqual([]);
});

test.each(['../constructs/web-service', '../mixins/health-checks', '../jest'])(
  'given an import of %s in the command line, the layer check refuses it',
  (from) => {
    expect(complaints('lib/cli/x.ts', `export * from '${from}';`)).toHaveLength(1);
  },
);

test('given an import of writing in a door of one file, the layer check refuses it, and not one of review', () => {
  expect(complaints('lib/jest.ts', "export * from './constructs/web-service';")).toHaveLength(1);
  expect(complaints('lib/cdk8s-validation.ts', "export * from './review';")).toEqual([]);
});
