import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The newest gunicorn on PyPI when this was written, and the last of the line before it. */
export const VERSIONS = ['27.0.1', '26.2.0'] as const;
export const DJANGO = '5.2.19';

/**
 * The folder of a Python environment with this gunicorn, made once, under `.cache/`.
 *
 * @throws with what the tools said when it cannot be made
 */
export function environmentWith(gunicorn: string): string {
  const folder = resolve(__dirname, '../../.cache/bench-workers', `gunicorn-${gunicorn}-django-${DJANGO}`);
  const stamp = join(folder, 'complete');
  if (!existsSync(stamp)) {
    rmSync(folder, { recursive: true, force: true });
    run('python3', ['-m', 'venv', folder]);
    run(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', `gunicorn==${gunicorn}`, `Django==${DJANGO}`]);
    mkdirSync(join(folder, 'home'));
    writeFileSync(stamp, '');
  }
  return folder;
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 180_000 });
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr.trim().split('\n').slice(-2).join(' ')}`);
  }
}
