import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt } from './command';

/** What comes from Debian's packages. */

export const CNI = '/usr/lib/cni';
const POSTGRES = '/usr/lib/postgresql';

const NEEDED: readonly (readonly [name: string, isThere: () => boolean])[] = [
  ['containerd', () => onPath('containerd')],
  ['runc', () => onPath('runc')],
  ['containernetworking-plugins', () => existsSync(join(CNI, 'bridge'))],
  ['iptables', () => onPath('iptables')],
  ['conntrack', () => onPath('conntrack')],
  ['iproute2', () => onPath('ip')],
  ['mmdebstrap', () => onPath('mmdebstrap')],
  ['postgresql', () => postgresPrograms() !== undefined],
  ['redis-server', () => onPath('redis-server')],
];

/** Installs what is missing. Why it could not; `undefined` when all is there. */
export function installPackages(): string | undefined {
  const missing = () => NEEDED.filter(([, isThere]) => !isThere()).map(([name]) => name);
  const packages = missing();
  if (packages.length === 0) {
    return undefined;
  }
  const needs = `it needs Debian's ${packages.join(', ')}`;
  if (attempt(['apt-get', '--version']).reason) {
    return `${needs}, and there is no apt-get to install them with`;
  }
  // At run level 1 invoke-rc.d starts nothing: the cluster starts servers of its own.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const { reason } = attempt(['apt-get', ...args], { env, withinSeconds: 600 });
    if (reason) {
      return `${needs}: ${reason}`;
    }
  }
  return missing().length ? `${needs}, and they are not there after their installation` : undefined;
}

/** The directory of PostgreSQL's programs, the newest: Debian keeps them off the PATH. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES).sort((one, other) => Number(other) - Number(one)) : [];
  return versions.map((version) => join(POSTGRES, version, 'bin')).find((path) => existsSync(join(path, 'initdb')));
}

function onPath(program: string): boolean {
  return [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
