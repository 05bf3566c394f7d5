import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { BEFORE, root, withFiles } from './program';

describe('the GitHub action', () => {
  interface Step {
    readonly shell: string;
    readonly env: Record<string, string>;
    readonly run: string;
  }
  const { inputs, runs } = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default: string }>;
    runs: { using: string; steps: Step[] };
  };

  /** Runs its steps as the runner does: expressions filled in where they stand, and bash for the rest. */
  function act(given: Record<string, string>, cwd: string) {
    const filled = (text: string) =>
      text.replace(/\$\{\{ (?:inputs\.([\w-]+)|github\.action_path) \}\}/g, (_, name?: string) =>
        name ? (given[name] ?? inputs[name].default) : root,
      );
    let result = { status: 0 as number | null, said: '' };
    for (const { env, run } of runs.steps) {
      const variables = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filled(value)]));
      const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', filled(run)], {
        cwd,
        env: { ...process.env, ...variables },
        encoding: 'utf8',
      });
      result = { status, said: stdout + stderr };
    }
    return result;
  }
  const inProject = <T>(body: (folder: string) => T) =>
    withFiles({}, (folder) => {
      mkdirSync(join(folder, 'manifests'));
      copyFileSync(join(root, BEFORE), join(folder, 'manifests/web.yaml'));
      return body(folder);
    });

  test('no step has an expression in its script, and each names its shell', () => {
    expect(runs.using).toBe('composite');
    expect(runs.steps.filter(({ run, shell }) => run.includes('${{') || shell !== 'bash')).toEqual([]);
  });
  test('given the incident, it fails with an annotation at the line', () => {
    inProject((folder) => {
      const { status, said } = act({}, folder);
      expect(said).toMatch(/^::error .*file=manifests\/web\.yaml,line=\d+/m);
      expect(status).toBe(1);
    });
  });
  test('given inputs that a shell would run, they are names of files and nothing is run', () => {
    inProject((folder) => {
      const { status, said } = act({ paths: 'manifests/\n$(touch ran)\n"; touch ran; "\n--help', config: '' }, folder);
      expect(existsSync(join(folder, 'ran'))).toBe(false);
      expect(said).toContain('$(touch ran)');
      expect(status).toBe(2);
    });
  });
  test('given fail-on never and a configuration with a space in its name, it passes', () => {
    inProject((folder) => {
      expect(act({ 'fail-on': 'never' }, folder).status).toBe(0);
      expect(act({ 'fail-on': 'never', config: 'no such file.yaml' }, folder)).toMatchObject({
        status: 2,
        said: expect.stringContaining('--config no such file.yaml'),
      });
    });
  });
});

test("the guide's GitLab job leaves a JUnit report where GitLab looks for it, and fails", () => {
  const [, job] = /```yaml\n(# \.gitlab-ci\.yml\n.*?)```/s.exec(readFileSync(join(root, 'docs/cli.md'), 'utf8'))!;
  const { review } = parse(job) as { review: { script: string[]; artifacts: { when: string; reports: { junit: string } } } };
  withFiles({}, (folder) => {
    mkdirSync(join(folder, 'manifests'));
    copyFileSync(join(root, BEFORE), join(folder, 'manifests/web.yaml'));
    mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
    // What npm ci installs is here already.
    writeFileSync(join(folder, 'package.json'), '{}');
    writeFileSync(
      join(folder, 'node_modules/.bin/probewise'),
      `#!/bin/sh\nexec "${process.execPath}" "${join(root, 'dist/cli/main.js')}" "$@"\n`,
      { mode: 0o755 },
    );
    expect(review.script[0]).toBe('npm ci');
    const { status } = spawnSync('bash', ['-eo', 'pipefail', '-c', review.script.slice(1).join('\n')], { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(readFileSync(join(folder, review.artifacts.reports.junit), 'utf8')).toContain('readiness-missing');
    expect(review.artifacts.when).toBe('always');
  });
});
