import { join } from 'node:path';
import type { Machine, Part } from './machine';
import { CONTROL } from './network';
import { postgresPrograms } from './packages';
import { eventually } from './waiting';

const PORT = 5432;
const USER = 'obcms';
const DATA = '/var/lib/postgresql/data';
/** PostgreSQL refuses to run as root. Nobody owns nothing else. */
const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];

/** A PostgreSQL server beside the cluster, as a managed one would be, with an empty database. */
export class Postgres {
  public static async start(machine: Machine, { maxConnections = 100 } = {}): Promise<Postgres> {
    const sockets = '/run/postgresql';
    await machine.run(['sh', '-c', `mkdir -p ${DATA} ${sockets} && chown -R 65534:65534 ${DATA} ${sockets}`]);
    const initdb = ['initdb', '--auth=trust', `--username=${USER}`, '--encoding=UTF8', '--locale=C', '--no-sync', '-D', DATA];
    await machine.run([...AS_NOBODY, program(initdb[0]), ...initdb.slice(1)]);
    // Nobody but the pods and this machine can reach it, and what it holds are tests' rows.
    await machine.run(['sh', '-c', `echo 'host all all 10.0.0.0/8 trust' >> ${DATA}/pg_hba.conf`]);
    const settings = [`listen_addresses=127.0.0.1,${CONTROL}`, `max_connections=${maxConnections}`, 'fsync=off'];
    const server = machine.start('postgres', [
      ...[...AS_NOBODY, program('postgres'), '-D', DATA, '-k', sockets, '-p', `${PORT}`],
      ...settings.flatMap((setting) => ['-c', setting]),
    ]);
    const postgres = new Postgres(machine, server);
    await eventually('PostgreSQL', 30, () => postgres.query('SELECT 1', 'postgres'));
    await postgres.query(`CREATE DATABASE ${USER}`, 'postgres');
    return postgres;
  }

  private constructor(
    private readonly machine: Machine,
    public readonly server: Part,
  ) {}

  /** As pods reach it. */
  public readonly url = `postgres://${USER}:none@${CONTROL}:${PORT}/${USER}`;

  /** What `psql` prints. */
  public async query(sql: string, database = USER): Promise<string> {
    const target = ['-h', '127.0.0.1', '-p', `${PORT}`, '-U', USER, '-d', database];
    return (await this.machine.run([program('psql'), ...target, '-tAc', sql], { withinSeconds: 20 })).trim();
  }
}

function program(name: string): string {
  return join(postgresPrograms()!, name);
}
