import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readFiles } from '../../../lib/manifest/input/files';

let folder: string;
const path = (...names: string[]) => join(folder, ...names);
const read = (...names: string[]) => {
  const { inputs, problems } = readFiles(names.map((name) => path(name)));
  return {
    files: inputs.map(({ file, objects }) => `${file.slice(folder.length + 1)} ${objects}`),
    problems: problems.map(({ file, message }) => `${file.slice(folder.length + 1)} ${message}`),
  };
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'probewise-'));
  mkdirSync(path('b', 'c'), { recursive: true });
  writeFileSync(path('b', 'two.yml'), 'kind: A\n---\nkind: List\nitems: [{kind: B}, {kind: C}]\n');
  writeFileSync(path('b', 'c', 'three.json'), '{"kind": "D"}');
  writeFileSync(path('a.yaml'), 'no: kind\n');
  writeFileSync(path('notes.txt'), 'kind: E\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what is read', () => {
  test('a folder and what is below it, by name, manifests only', () => {
    expect(read('.')).toEqual({ files: ['a.yaml 0', 'b/c/three.json 1', 'b/two.yml 3'], problems: [] });
  });

  test('a file of any name, once', () => {
    expect(read('notes.txt', 'notes.txt').files).toEqual(['notes.txt 1']);
  });

  test('patterns', () => {
    expect(read('**/*.yml').files).toEqual(['b/two.yml 3']);
    expect(read('b/*/th?ee.json').files).toEqual(['b/c/three.json 1']);
    expect(read('*.json').problems).toEqual(['*.json no file matches']);
  });
});

describe('problems leave the other files alone', () => {
  test('a file that is not there', () => {
    expect(read('x.yaml', 'b')).toEqual({ files: ['b/c/three.json 1', 'b/two.yml 3'], problems: ['x.yaml there is no such file'] });
  });

  test('links that lead in a circle, or nowhere', () => {
    symlinkSync('..', path('b', 'up'));
    symlinkSync('self.yaml', path('self.yaml'));
    symlinkSync('gone', path('gone.yaml'));
    expect(read('.').files).toHaveLength(3);
    expect(read('.').problems).toEqual(['gone.yaml there is no such file', 'self.yaml its links lead in a circle']);
  });

  test('a pipe in a folder, which nobody would ever fill, is passed over', () => {
    expect(spawnSync('mkfifo', [path('pipe.yaml')]).status).toBe(0);
    expect(read('.')).toEqual({ files: ['a.yaml 0', 'b/c/three.json 1', 'b/two.yml 3'], problems: [] });
  });

  test('a folder that may not be read', () => {
    // Root may read everything: then there is nothing to complain about, and the file in it is read.
    chmodSync(path('b', 'c'), 0);
    const { problems, files } = read('.');
    chmodSync(path('b', 'c'), 0o755);
    expect(process.getuid!() === 0 ? files : problems).toContain(process.getuid!() === 0 ? 'b/c/three.json 1' : 'b/c it may not be read');
  });
});
