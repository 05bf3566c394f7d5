import { posix } from 'node:path';
import type { Container } from '../manifest/container';
import { commandsIn } from './exec-command';
import type { Probe } from '../manifest/probe';

/** Words of a path that name something outside of the process. */
const DEPENDENCY_PATH =
  /(^|[/_.-])(db|database|databases|postgres|postgresql|mysql|redis|cache|celery|rabbitmq|kafka|elasticsearch|dependenc\w*|deep|full|all)([/_.-]|$)/i;
/** Words of a path that ask for readiness. */
const READINESS_PATH = /(^|[/_.-])(ready|readyz|readiness)([/_.-]|$)/i;
/** Programs that ask a database or another service. */
const CLIENTS: ReadonlySet<string> = new Set([
  'pg_isready',
  'psql',
  'mysql',
  'mysqladmin',
  'redis-cli',
  'valkey-cli',
  'mongo',
  'mongosh',
  'nc',
  'telnet',
  'rabbitmq-diagnostics',
]);
/** Images that are the database or the broker themselves, by the last part of their name. */
const SERVER_IMAGE =
  /(postgres|postgresql|postgis|pgbouncer|mysql|mariadb|redis|valkey|mongo|mongodb|rabbitmq|kafka|memcached|elasticsearch|opensearch)/i;

/**
 * The sign that a probe asks for something outside of the process: a word of its path, a program of its command; nothing
 * when there is none.
 */
export function dependencySign(container: Container, { handler }: Probe): string | undefined {
  if (handler?.kind === 'httpGet') {
    return DEPENDENCY_PATH.exec(handler.path.split('?')[0])?.[2];
  }
  if (handler?.kind !== 'exec' || asksItself(container, handler.command)) {
    return undefined;
  }
  return commandsIn(handler.command)
    .map(([program = '']) => posix.basename(program))
    .find((program) => CLIENTS.has(program));
}

/** Whether a probe asks a path that by its name is for readiness. */
export function asksForReadiness({ handler }: Probe): boolean {
  return handler?.kind === 'httpGet' && READINESS_PATH.test(handler.path.split('?')[0]);
}

/** A database that checks itself, or a check of this very container. */
function asksItself({ image = '' }: Container, command: readonly string[]): boolean {
  const name = posix.basename(image.split(/[@]/)[0]);
  return SERVER_IMAGE.test(name) || command.some((word) => /\b(localhost|127\.0\.0\.1|::1)\b/.test(word));
}
