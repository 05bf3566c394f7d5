import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from './command';
import { CACHE, SOURCES } from './folders';

/** The programs in Go: each is a folder beside the driver. */
export const PROGRAMS = ['kubernetes', 'dns', 'machine', 'door', 'keys', 'registry', 'ingress', 'pause'] as const;
export type Program = (typeof PROGRAMS)[number];

/** Two cores that do other things as well need a quarter of an hour for all of Kubernetes. */
const MINUTES = 40;

/** The version of Kubernetes: what `go.mod` requires, and said nowhere else. */
export const KUBERNETES = /^\tk8s\.io\/kubernetes (\S+)$/m.exec(readFileSync(join(SOURCES, 'go.mod'), 'utf8'))![1];
/** What its own build would write into it. */
const VERSION = `-X k8s.io/component-base/version.gitVersion=${KUBERNETES}`;

/** Where a program is built: its name ends in a hash of what it is built from. */
export function pathOf(program: Program): string {
  return join(CACHE, 'programs', `${program}-${fingerprintOf(program)}`);
}

/** Builds what has changed since it last was. Why it could not be built; `undefined` when all is there. */
export function build(): string | undefined {
  for (const program of PROGRAMS) {
    const [path, folder] = [pathOf(program), join(SOURCES, program)];
    if (existsSync(path)) {
      continue;
    }
    mkdirSync(join(CACHE, 'programs'), { recursive: true });
    const half = `${path}.${process.pid}`; // what was interrupted is not taken for a program
    const { reason } = attempt(['go', 'build', '-trimpath', '-ldflags', `-s -w ${VERSION}`, '-o', half, '.'], {
      cwd: folder,
      env: { CGO_ENABLED: '0' },
      withinSeconds: MINUTES * 60,
    });
    if (reason) {
      return reason;
    }
    for (const old of readdirSync(join(CACHE, 'programs')).filter((name) => name.replace(/-[0-9a-f]+$/, '') === program)) {
      rmSync(join(CACHE, 'programs', old));
    }
    renameSync(half, path);
  }
  return undefined;
}

function fingerprintOf(program: Program): string {
  const folder = join(SOURCES, program);
  const module = existsSync(join(folder, 'go.mod')) ? folder : SOURCES;
  const sources = readdirSync(folder)
    .filter((name) => name.endsWith('.go'))
    .sort()
    .map((name) => join(folder, name));
  return [...sources, join(module, 'go.mod'), join(module, 'go.sum')]
    .reduce((hash, path) => hash.update(readFileSync(path)), createHash('sha256'))
    .digest('hex')
    .slice(0, 16);
}
