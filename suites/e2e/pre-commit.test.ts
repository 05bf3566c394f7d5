import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { VENV } from './python-environment';
import { describeServers } from './suite';

const root = resolve(__dirname, '../..');
/** What a clone does not have. */
const BUILT = new Set(['.git', '.cache', '.jsii', 'coverage', 'dist', 'node_modules', 'tsconfig.jsii.json']);
const scratch = mkdtempSync(join(tmpdir(), 'probewise-pre-commit-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function run(cwd: string, command: string, ...args: string[]): { status: number | null; said: string } {
  const env = { ...process.env, PRE_COMMIT_HOME: join(scratch, 'home') };
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 280_000 });
  return { status, said: `${stdout}${stderr}` };
}

function commit(folder: string): string {
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '--message', 'all'],
  ]) {
    expect(run(folder, 'git', ...args)).toMatchObject({ status: 0 });
  }
  return run(folder, 'git', 'rev-parse', 'HEAD').said.trim();
}

// pre-commit clones the repository, and npm installs and builds it from there: what a user of the hook waits for once.
describeServers('pre-commit, with this repository as the hook', () => {
  test('given the incident, the commit is refused with the finding; given a sound pod, it passes; given no manifest, nothing runs', () => {
    const hook = join(scratch, 'hook');
    cpSync(root, hook, { recursive: true, filter: (file) => !BUILT.has(relative(root, file)) });
    const project = join(scratch, 'project');
    mkdirSync(join(project, 'manifests'), { recursive: true });
    writeFileSync(
      join(project, '.pre-commit-config.yaml'),
      `repos: [{repo: ${hook}, rev: ${commit(hook)}, hooks: [{id: probewise, args: [manifests/]}]}]\n`,
    );
    cpSync(join(root, 'examples/obcms/before.yaml'), join(project, 'manifests/web.yaml'));
    writeFileSync(join(project, 'README.md'), '');
    commit(project);
    const preCommit = (...args: string[]) => run(project, join(VENV, 'bin/pre-commit'), 'run', ...args);

    const refused = preCommit('--all-files');
    expect(refused.said).toContain('error  readiness-missing  manifests/web.yaml');
    expect(refused.status).toBe(1);
    expect(preCommit('--files', 'README.md').said).toContain('(no files to check)Skipped');

    writeFileSync(
      join(project, 'manifests/web.yaml'),
      'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: ExternalName, externalName: shop.example}\n',
    );
    expect(preCommit('--all-files')).toMatchObject({ status: 0, said: expect.stringContaining('Passed') });
  }, 300_000);
});
