import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tellWhyNot } from '../../test/prerequisite';

/** The Python that the tests run: a virtual environment under `.cache/`, made once and again whenever the requirements change. */
export const VENV = resolve(__dirname, '../../.cache/e2e-python');
/** Why the suite cannot run; empty when it can. */
export const WHY_NOT = 'PROBEWISE_E2E_WHY_NOT';

const REQUIREMENTS = join(__dirname, 'requirements.txt');
const OLDEST = '3.10';

/** Run once before the suite (`globalSetup`), so that two test files never make the environment at the same time. */
export default function prepare(): void {
  tellWhyNot(WHY_NOT, 'the end-to-end suite', makeEnvironment(VENV, [REQUIREMENTS]));
}

/** Why there is no environment with these requirements; `undefined` when there is. */
export function makeEnvironment(venv: string, requirements: readonly string[]): string | undefined {
  if (process.platform !== 'linux') {
    return `it counts processes in /proc, and this is ${process.platform}`;
  }
  const version = run('python3', [
    '-c',
    `import sys, venv, ensurepip; assert sys.version_info >= (${OLDEST.replace('.', ', ')}); print(sys.version)`,
  ]);
  if (version.status !== 0) {
    return `it needs python3 ${OLDEST} or newer with venv: ${said(version)}`;
  }
  const stampFile = join(venv, 'probewise.stamp');
  const stamp = requirements
    .reduce((hash, path) => hash.update(readFileSync(path)), createHash('sha256'))
    .update(version.stdout)
    .digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    return undefined;
  }
  rmSync(venv, { recursive: true, force: true });
  const made = [
    () => run('python3', ['-m', 'venv', venv]),
    () =>
      run(join(venv, 'bin/pip'), [
        'install',
        '--quiet',
        '--disable-pip-version-check',
        ...requirements.flatMap((path) => ['--requirement', path]),
      ]),
  ];
  for (const step of made) {
    const result = step();
    if (result.status !== 0) {
      return `its Python packages could not be installed: ${said(result)}`;
    }
  }
  writeFileSync(stampFile, stamp);
  return undefined;
}

type Result = ReturnType<typeof run>;

export function run(command: string, args: string[], env = process.env) {
  return spawnSync(command, args, { encoding: 'utf8', timeout: 180_000, env });
}

export function said({ error, stderr, status }: Result): string {
  return error?.message ?? (stderr.trim().split('\n').slice(-2).join(' ') || `exit status ${status}`);
}
