import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRevision } from '../../../lib/manifest/input/revision';

const here = process.cwd();
const service = (name: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;
let repository: string;

function git(...args: readonly string[]): void {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false'];
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: repository, encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(stderr);
  }
}

beforeAll(() => {
  repository = mkdtempSync(join(tmpdir(), 'probewise-revision-'));
  git('init', '--quiet');
  mkdirSync(join(repository, 'manifests/täglich\nneu'), { recursive: true });
  writeFileSync(join(repository, 'manifests/web.yaml'), service('old'));
  writeFileSync(join(repository, 'manifests/täglich\nneu/a b.yml'), `---\n${service('one')}---\n${service('two')}`);
  writeFileSync(join(repository, 'manifests/notes.txt'), 'none');
  writeFileSync(join(repository, 'broken.yaml'), 'a: [\n');
  symlinkSync('web.yaml', join(repository, 'manifests/link.yaml'));
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
  writeFileSync(join(repository, 'manifests/web.yaml'), service('new'));
  git('commit', '--quiet', '-a', '-m', 'second');
  process.chdir(repository);
});

afterAll(() => {
  process.chdir(here);
  rmSync(repository, { recursive: true, force: true });
});

const names = (named: string) => readRevision(named).documents.map(({ json }) => (json as { metadata: { name: string } }).metadata.name);

describe('manifests of a git revision', () => {
  test('given a file of an earlier commit, what stood there then', () => {
    expect(names('HEAD~1:manifests/web.yaml')).toEqual(['old']);
    expect(names('HEAD:manifests/web.yaml')).toEqual(['new']);
  });

  test('given a folder, its manifests and those below, whatever their names hold; links are passed over', () => {
    const { inputs, problems } = readRevision('HEAD:manifests');

    expect(inputs).toEqual([
      { file: 'HEAD:manifests/täglich\nneu/a b.yml', objects: 2 },
      { file: 'HEAD:manifests/web.yaml', objects: 1 },
    ]);
    expect(problems).toEqual([]);
  });

  test('given a revision alone, everything from here downward, and broken files with their lines', () => {
    const { documents, problems } = readRevision('HEAD~1');

    expect(documents).toHaveLength(3);
    expect(problems).toEqual([expect.objectContaining({ file: 'HEAD~1:broken.yaml', line: expect.any(Number) })]);
  });

  test.each(['nowhere', 'HEAD:nothing.yaml', '--upload-pack=touch x', 'HEAD~1; touch x', ''])(
    'given %j, one problem, and nothing is run',
    (named) => {
      expect(readRevision(named)).toMatchObject({
        documents: [],
        problems: [{ file: named, message: 'there is no such file, and git knows no such revision here' }],
      });
    },
  );
});
