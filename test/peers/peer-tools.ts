import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { KUBE_SCORE } from './checks';

/** Where the peers are built, a folder for each version. */
export const BIN = resolve(__dirname, '../../.cache/peers', KUBE_SCORE.version);
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
    throw new Error(`the peers cannot be run: ${reason}`);
  }
  process.stderr.write(`\n*** THE PEERS ARE NOT RUN, NOTHING IS TESTED: ${reason} ***\n\n`);
}

function build(): string | undefined {
  if (existsSync(join(BIN, 'kube-score'))) {
    return undefined;
  }
  const { module, command, version } = KUBE_SCORE;
  const { status, error, stderr } = spawnSync('go', ['install', `${module}/${command}@${version}`], {
    env: { ...process.env, GOBIN: BIN }, encoding: 'utf8', timeout: 300_000,
  });
  return status === 0 ? undefined : `${module} could not be built with Go: ${error?.message ?? stderr.trim().split('\n').pop()}`;
}
