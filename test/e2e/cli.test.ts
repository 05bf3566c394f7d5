import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const root = resolve(__dirname, '../..');
let scratch: string;

beforeAll(() => {
  spawnSync(process.execPath, ['tools/setup.js', '--build'], { cwd: root, stdio: 'ignore' });
  scratch = mkdtempSync(join(tmpdir(), 'probewise-bin-'));
}, 120_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function probewise(args: string[], { node = [], input = '' }: { node?: string[]; input?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, 'dist/cli/main.js', ...args], { cwd: root, encoding: 'utf8', input });
  return { status, stdout, stderr };
}

test('reviewing a file never loads cdk8s, cdk8s-plus-28 or constructs', () => {
  const hook = join(scratch, 'hook.js');
  writeFileSync(hook, `const Module = require('node:module'); const load = Module._load;
Module._load = function (name, ...rest) { if (/^(cdk8s|constructs)/.test(name)) throw new Error('loaded ' + name); return load.call(this, name, ...rest); };`);
  const { status, stdout, stderr } = probewise(['review', 'examples/obcms/before.yaml'], { node: ['--require', hook] });
  expect([status, stderr]).toEqual([1, '']);
  expect(stdout).toContain('readiness-missing');
});

test('standard input is reviewed as -', () => {
  const { status, stdout } = probewise(['review', '-', '--format', 'json'], { input: '{"apiVersion":"v1","kind":"List","items":[]}' });
  expect([status, JSON.parse(stdout).inputs]).toEqual([0, [{ file: '-', objects: 0 }]]);
});

test.each([[['review', 'nowhere.yaml']], [['review', '--colour']], [['rename']], [[]]])('given %j, the exit status is 2 and there is no stack trace', (args) => {
  const { status, stdout, stderr } = probewise(args);
  expect(status).toBe(2);
  expect(stdout + stderr).not.toMatch(/\n\s+at /);
  expect(stdout + stderr).not.toBe('');
});

test('--version says the version of the package, and --help the exit statuses', () => {
  expect(probewise(['--version']).stdout.trim()).toBe(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version);
  expect(probewise(['--help'])).toMatchObject({ status: 0, stdout: expect.stringContaining('2 input or arguments that cannot be used') });
});
