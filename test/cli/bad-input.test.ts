import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { BEFORE, root, withFiles } from './program';

const incident = readFileSync(join(root, BEFORE), 'utf8');
const MAIN = join(root, 'dist/cli/main.js');
/** Nothing that is read may hang. Milliseconds. */
const PATIENCE = 20_000;

const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
  .split('')
  .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[index]}`).join(',')}]`)
  .join('\n')}\n`;
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

/** Each kind of file that cannot be used, and what is said of it. */
const BAD: readonly (readonly [name: string, contents: string | Buffer, said: RegExp])[] = [
  ['bomb.yaml', bomb, /:1(:1)?: its aliases cannot be used/],
  ['chart.yaml', 'kind: B\n{{- if .Values.on }}\nreplicas: {{ .Values.replicas }}\n{{- end }}\n', /:\d+:\d+: this is a Helm template/],
  ['list.yaml', '- 1\n', /:1: .*this document is a list/],
  ['nul.yaml', 'kind: A\0\n', /: it is a binary file: it holds NUL bytes/],
  ['tab.yaml', 'a:\n\tb: 1\n', /:2:\d+: no valid YAML: .*tab/i],
  ['utf16.yaml', utf16('kind: A\n- b\n'), /:2:\d+: no valid YAML/],
];

function review(
  args: readonly string[],
  { input = '' as string | Buffer, command = process.execPath, before = [] as readonly string[] } = {},
) {
  return spawnSync(command, [...before, MAIN, 'review', ...args], { cwd: root, input, encoding: 'utf8', timeout: PATIENCE });
}

test('given a folder of all that can be wrong with a file, each is said with its place, the others are reviewed, exit 2', () => {
  withFiles({ 'incident.yaml': incident, 'empty.yaml': '', 'huge.yaml': '' }, (folder) => {
    BAD.forEach(([name, contents]) => writeFileSync(join(folder, name), contents));
    truncateSync(join(folder, 'huge.yaml'), 100 * 2 ** 20);
    mkdirSync(join(folder, 'circle'));
    symlinkSync('..', join(folder, 'circle', 'up'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));
    const { status, stdout, stderr } = review([folder]);
    for (const [name, , said] of [
      ...BAD,
      ['huge.yaml', '', /: it has more than 32 MiB/],
      ['self.yaml', '', /: its links lead in a circle/],
    ] as const) {
      expect(stdout).toMatch(new RegExp(`^unusable .*/${name}${said.source}`, `m${said.flags}`));
    }
    expect(stdout).not.toContain('empty.yaml');
    expect(stdout.match(/^unusable /gm)).toHaveLength(BAD.length + 2);
    expect(stdout).toContain('readiness-missing');
    expect(stdout + stderr).not.toMatch(/^ {4}at /m);
    expect(status).toBe(2);
  });
});

describe('the standard input', () => {
  test.each(BAD)('given the contents of %s, it is said and exit 2', (_, contents, said) => {
    const { status, stdout, stderr } = review(['-'], { input: contents });
    expect(stdout).toMatch(new RegExp(`^unusable  standard input${said.source}`, said.flags));
    expect(stderr).toBe('');
    expect(status).toBe(2);
  });

  test('given manifests in UTF-16, they are reviewed', () => {
    const { status, stdout } = review(['-'], { input: utf16(incident) });
    expect(stdout).toContain('readiness-missing');
    expect(status).toBe(1);
  });

  test('given one that never ends, it is read no further than a manifest may be long', () => {
    const { status, stdout } = spawnSync('sh', ['-c', 'exec "$0" "$1" review - < /dev/zero', process.execPath, MAIN], {
      encoding: 'utf8',
      timeout: PATIENCE,
    });
    expect(stdout).toContain('standard input: it has more than 32 MiB');
    expect(status).toBe(2);
  });
});

/** Root may read everything: it becomes somebody who may not. */
const somebody =
  process.getuid?.() !== 0
    ? { command: process.execPath, before: [] }
    : spawnSync('setpriv', ['--version']).status === 0
      ? { command: 'setpriv', before: ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath] }
      : undefined;
const mayRun = somebody && spawnSync(somebody.command, [...somebody.before, MAIN, '--version'], { timeout: PATIENCE }).status === 0;
if (!mayRun) {
  process.stderr.write(
    '\n*** NOT TESTED: a folder that may not be read. This is root, and no other user can run the program (by setpriv). ***\n\n',
  );
}

(mayRun ? test : test.skip)('given a folder that may not be read, it is said and the others are reviewed', () => {
  withFiles({ 'incident.yaml': incident }, (folder) => {
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, 'secret'), { mode: 0o700 });
    writeFileSync(join(folder, 'secret', 'web.yaml'), 'kind: A\n');
    writeFileSync(join(folder, 'private.yaml'), 'kind: A\n');
    [join(folder, 'secret'), join(folder, 'private.yaml')].forEach((path) => chmodSync(path, 0));
    const { status, stdout } = review([folder], somebody);
    expect(stdout).toMatch(/secret: it may not be read/);
    expect(stdout).toMatch(/private\.yaml: it may not be read/);
    expect(stdout).toContain('readiness-missing');
    expect(status).toBe(2);
  });
});

describe('a reader that has seen enough', () => {
  /** More than a pipe holds, so that the program is still writing when the reader goes. */
  const large = Array.from({ length: 60 }, (_, index) => incident.replace(/^ {2}name: .*/gm, `  name: w${index}`)).join('\n---\n');

  test.each(['stdout', 'stderr'] as const)('of %s changes neither the exit code nor ends in a stack trace', async (stream) => {
    const args = stream === 'stdout' ? ['review', '-'] : ['review', '--format', 'json', '-'];
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: root, timeout: PATIENCE });
    let said = '';
    child[stream].destroy();
    const other = stream === 'stdout' ? child.stderr : child.stdout;
    other.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.stdin.end(large);
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(stream === 'stdout' ? said : JSON.parse(said).summary.error > 0).toEqual(stream === 'stdout' ? '' : true);
  });

  test('and goes after the first line got that line', async () => {
    const child = spawn(process.execPath, [MAIN, 'review', '-'], { cwd: root, timeout: PATIENCE });
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    const first = new Promise<string>((resolve) =>
      child.stdout.setEncoding('utf8').once('data', (text: string) => {
        child.stdout.destroy();
        resolve(text.split('\n')[0]);
      }),
    );
    child.stdin.end(large);
    expect(await first).toMatch(/^Deployment /);
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
    expect(complaint).toBe('');
  });
});

test('given a disk that is full, exit 2 and a sentence', () => {
  const { status, stderr } = spawnSync('sh', ['-c', 'exec "$0" "$1" review "$2" > /dev/full', process.execPath, MAIN, BEFORE], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(stderr).toMatch(/^probewise: the standard output cannot be written: ENOSPC.*\n$/);
  expect(status).toBe(2);
});
