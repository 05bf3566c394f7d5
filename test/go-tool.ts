import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

/** A program in Go that the suites run as it is, pinned. */
export interface GoTool {
  readonly module: string;
  readonly command: string;
  readonly version: string;
}

/** What makes manifests of a chart. */
export const HELM: GoTool = { module: 'helm.sh/helm/v3', command: 'cmd/helm', version: 'v3.19.0' };

/** Where a tool is built: under `.cache/`, in a folder for each version. */
export function binaryOf({ command, version }: GoTool): string {
  return resolve(__dirname, '../.cache/peers', version, basename(command));
}

/** Builds a tool that is not there yet. Why it could not be; `undefined` when it is there. */
export function install(tool: GoTool): string | undefined {
  return existsSync(binaryOf(tool))
    ? undefined
    : go(['install', `${tool.module}/${tool.command}@${tool.version}`], { GOBIN: dirname(binaryOf(tool)) }).reason;
}

/** Runs Go's own command. What it wrote, or why it failed. */
export function go(
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): { readonly out: string; readonly reason?: string } {
  const cwd = join(__dirname, '../conformance');
  const { status, error, stdout, stderr } = spawnSync('go', args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 600_000,
  });
  return {
    out: stdout ?? '',
    ...(status !== 0 && {
      reason: `go ${args.join(' ')}: ${error?.message ?? (stderr.trim().split('\n').pop() || `exit status ${status}`)}`,
    }),
  };
}
