import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { KUBE_SCORE } from './checks';

/** A program in Go that the suites run as it is, pinned. */
interface Tool {
  readonly module: string;
  readonly command: string;
  readonly version: string;
}

/** What makes manifests of a chart. */
const HELM: Tool = { module: 'helm.sh/helm/v3', command: 'cmd/helm', version: 'v3.19.0' };

/** Where the tools are built, a folder for each version. */
const folderOf = ({ version }: Tool) => resolve(__dirname, '../../.cache/peers', version);
const binaryOf = (tool: Tool) => join(folderOf(tool), basename(tool.command));
export const KUBE_SCORE_BINARY = binaryOf(KUBE_SCORE);
export const HELM_BINARY = binaryOf(HELM);
/** Why the suite cannot run; empty when it can. */
export const WHY_NOT = 'PROBEWISE_PEERS_WHY_NOT';

/**
 * Run once before the suite (`globalSetup`).
 *
 * @throws in CI, where a suite that silently tests nothing would be taken for a green one
 */
export default function prepare(): void {
  const reason = build() ?? '';
  process.env[WHY_NOT] = reason;
  if (!reason) {
    return;
  }
  if (process.env.CI === 'true') {
    throw new Error(`the tools cannot be run: ${reason}`);
  }
  process.stderr.write(`\n*** THE TOOLS ARE NOT RUN, NOTHING IS TESTED: ${reason} ***\n\n`);
}

function build(): string | undefined {
  return buildKubeScore() ?? buildOne(HELM);
}

/** Builds kube-score unless it is there; why not, when it cannot. */
export const buildKubeScore = () => buildOne(KUBE_SCORE);

function buildOne(tool: Tool): string | undefined {
  if (existsSync(binaryOf(tool))) {
    return undefined;
  }
  const { module, command, version } = tool;
  const { status, error, stderr } = spawnSync('go', ['install', `${module}/${command}@${version}`], {
    env: { ...process.env, GOBIN: folderOf(tool) }, encoding: 'utf8', timeout: 600_000,
  });
  return status === 0 ? undefined : `${module} could not be built with Go: ${error?.message ?? stderr.trim().split('\n').pop()}`;
}
