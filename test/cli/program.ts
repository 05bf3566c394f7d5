import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from '../../lib/cli/program';

export const root = resolve(__dirname, '../..');
export const BEFORE = 'examples/obcms/before.yaml';

/** What a command comes to, run in this process: no program is started, and nothing is compiled. */
export async function probewise(args: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const { exitCode, out, err = '' } = await run(args);
  return { status: exitCode, stdout: out, stderr: err };
}

/** Runs the real, compiled program, where the process matters: its streams, its signals, what it loads. */
export function spawned(
  args: readonly string[],
  { input = '', node = [] as readonly string[], cwd = root } = {},
): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, join(root, 'dist/cli/main.js'), ...args], {
    cwd,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Runs `body` with a folder that holds these files, and that is gone afterwards; of a promise, once it is settled. */
export function withFiles<T>(files: Readonly<Record<string, string>>, body: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'probewise-cli-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let result: T | undefined;
  try {
    Object.entries(files).forEach(([name, text]) => writeFileSync(join(folder, name), text));
    result = body(folder);
    return result instanceof Promise ? (result.finally(remove) as T) : result;
  } finally {
    if (!(result instanceof Promise)) {
      remove();
    }
  }
}
