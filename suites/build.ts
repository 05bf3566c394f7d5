import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

/** Compiles what has changed since the last build. */
export function build(): void {
  const { status, stderr } = spawnSync(process.execPath, ['tools/setup.js', '--build'], {
    cwd: resolve(__dirname, '..'),
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(stderr);
  }
}
