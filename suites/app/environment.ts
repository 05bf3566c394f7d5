import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeEnvironment, run, said } from '../e2e/python-environment';
import { tellWhyNot } from '../../test/prerequisite';

/** What the tests of the application run on: its Python packages under `.cache/`, and Debian's PostgreSQL and Redis. */

export const APPLICATION = resolve(__dirname, '../../examples/obcms/app');
export const VENV = resolve(__dirname, '../../.cache/app-python');
export const WHY_NOT = 'PROBEWISE_APP_WHY_NOT';

const DEBIAN = '/usr/lib/postgresql';

export default function prepare(): void {
  const requirements = ['requirements.txt', 'requirements-dev.txt'].map((name) => join(APPLICATION, name));
  tellWhyNot(WHY_NOT, 'the suite of the application', makeEnvironment(VENV, requirements) ?? installServers());
}

/** The directory of PostgreSQL's programs; Debian keeps them off the PATH, one directory for each version. */
export function postgresPrograms(): string | undefined {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((one, other) => Number(other) - Number(one)) : [];
  return [...versions.map((version) => join(DEBIAN, version, 'bin')), '/usr/local/bin', '/usr/bin'].find((path) =>
    existsSync(join(path, 'initdb')),
  );
}

/** Why there are no servers; `undefined` when there are. */
function installServers(): string | undefined {
  const missing = () => [
    ...(postgresPrograms() ? [] : ['postgresql']),
    ...(run('redis-server', ['--version']).status === 0 ? [] : ['redis-server']),
  ];
  const packages = missing();
  if (packages.length === 0) {
    return undefined;
  }
  const needs = `it needs ${packages.join(' and ')}`;
  if (process.getuid!() !== 0 || run('apt-get', ['--version']).status !== 0) {
    return `${needs}; install with apt-get, or run as root`;
  }
  // At run level 1 invoke-rc.d starts nothing: the tests start servers of their own.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  for (const args of [['update'], ['install', '--yes', '--no-install-recommends', ...packages]]) {
    const result = run('apt-get', args, env);
    if (result.status !== 0) {
      return `${needs}, and apt-get ${args[0]} failed: ${said(result)}`;
    }
  }
  return missing().length ? `${needs}, and they are not there after their installation` : undefined;
}
