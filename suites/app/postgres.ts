import { spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgresPrograms } from './environment';
import { eventually, freePort, Running } from '../e2e/processes';
import { temporary } from '../e2e/servers';

const PASSWORD = 'not-to-be-seen';
/** PostgreSQL refuses to run as root. Nobody owns nothing else. */
const NOBODY = 65534;
const AS_NOBODY = process.getuid!() === 0 ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'] : [];
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: 'C' };

export interface PostgresOptions {
  /** @default 100, PostgreSQL's own */
  readonly maxConnections?: number;
}

/** A PostgreSQL server of the test's own, on loopback and a free port, with an empty database. */
export class Postgres {
  public static readonly password = PASSWORD;

  public static async start({ maxConnections = 100 }: PostgresOptions = {}): Promise<Postgres> {
    const [home, port] = [ownedByNobody(), await freePort()];
    cpSync(emptyCluster(), join(home, 'data'), { recursive: true, preserveTimestamps: true });
    chownTree(home);
    const server = new Running({
      argv: [
        ...AS_NOBODY,
        program('postgres'),
        '-D',
        join(home, 'data'),
        '-p',
        `${port}`,
        '-k',
        home,
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        `max_connections=${maxConnections}`,
        '-c',
        'fsync=off',
      ],
      cwd: home,
      env: ENVIRONMENT,
      endsOn: 'SIGINT', // its "fast" shutdown: SIGTERM would wait for every client
    });
    const postgres = new Postgres(port, server);
    await eventually(
      () => spawnSync(program('pg_isready'), ['-q', '-h', '127.0.0.1', '-p', `${port}`]).status === 0,
      20,
      () => server.output,
    );
    postgres.query('CREATE DATABASE obcms', 'postgres');
    return postgres;
  }

  private constructor(
    public readonly port: number,
    public readonly server: Running,
  ) {}

  /** @param through the port of a proxy before it */
  public url(through = this.port): string {
    return `postgres://obcms:${PASSWORD}@127.0.0.1:${through}/obcms`;
  }

  /** What `psql` prints. */
  public query(sql: string, database = 'obcms'): string {
    const { status, stdout, stderr } = spawnSync(
      program('psql'),
      ['-h', '127.0.0.1', '-p', `${this.port}`, '-U', 'obcms', '-tAc', sql, database],
      { encoding: 'utf8', env: { ...ENVIRONMENT, PGPASSWORD: PASSWORD }, timeout: 20_000 },
    );
    if (status !== 0) {
      throw new Error(`${sql}: ${stderr}`);
    }
    return stdout.trim();
  }
}

function program(name: string): string {
  return join(postgresPrograms()!, name);
}

let cluster: string | undefined;

/** Made once in a test file, and copied for each server. */
function emptyCluster(): string {
  if (cluster === undefined) {
    const home = ownedByNobody();
    const password = join(home, 'password');
    writeFileSync(password, PASSWORD);
    chownTree(home);
    const [command, ...args] = [
      ...AS_NOBODY,
      program('initdb'),
      '-D',
      join(home, 'data'),
      '-U',
      'obcms',
      '--auth=scram-sha-256',
      `--pwfile=${password}`,
      '--encoding=UTF8',
      '--no-sync',
    ];
    const { status, stderr } = spawnSync(command, args, { cwd: home, env: ENVIRONMENT, encoding: 'utf8', timeout: 60_000 });
    if (status !== 0) {
      throw new Error(`initdb: ${stderr}`);
    }
    cluster = join(home, 'data');
  }
  return cluster;
}

function ownedByNobody(): string {
  const home = temporary();
  mkdirSync(home, { recursive: true });
  chownTree(home);
  return home;
}

function chownTree(path: string): void {
  if (AS_NOBODY.length) {
    chownSync(path, NOBODY, NOBODY);
    spawnSync('chown', ['-R', `${NOBODY}:${NOBODY}`, path]);
  }
}
