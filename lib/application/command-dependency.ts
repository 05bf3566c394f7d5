import { posix } from 'node:path';
import { hasHole } from '../manifest/partial-text';
import { commandsIn } from './exec-command';

/** Something outside of the process that a command asks. */
export interface CommandDependency {
  /** `the broker`, `the database`, `its primary`, `another host`. */
  readonly what: string;
  /** What shows it: `celery inspect ping`, `psql -h db`. */
  readonly sign: string;
}

/** What a client asks, by its name. */
const CLIENTS: ReadonlyMap<string, string> = new Map([
  ['pg_isready', 'the database'],
  ['psql', 'the database'],
  ['mysql', 'the database'],
  ['mysqladmin', 'the database'],
  ['mariadb', 'the database'],
  ['mariadb-admin', 'the database'],
  ['redis-cli', 'Redis'],
  ['valkey-cli', 'Redis'],
  ['mongo', 'the database'],
  ['mongosh', 'the database'],
  ['nc', 'another host'],
  ['telnet', 'another host'],
  ['rabbitmq-diagnostics', 'the broker'],
  ['rabbitmqctl', 'the broker'],
]);
/** Images that are the database or the broker themselves, by the last part of their name. */
const SERVER_IMAGE =
  /(postgres|postgresql|postgis|pgbouncer|mysql|mariadb|percona|redis|valkey|mongo|mongodb|rabbitmq|kafka|memcached|elasticsearch|opensearch)/i;
/** Scripts of a replica that ask its primary, as public charts name them. */
const PRIMARY_SCRIPT =
  /(ping|health|live|liveness|ready|readiness|check)\w*[_-](local[_-]and[_-])?(primary|master)\b|local[_-]and[_-](primary|master)/i;
/** The pod itself, however it is called. */
const OWN_HOST = /^(localhost|127(\.\d+){3}|::1|\[::1\]|0\.0\.0\.0|\/.*|\$?\(?\{?(HOSTNAME|POD_IP|POD_NAME|POD_HOST)\}?\)?.*)$/i;

/**
 * What the command of an exec probe asks outside of its own process; nothing where it is not seen to.
 *
 * @param command as in the manifest, its references expanded or not
 * @param image of the container, which may be the database itself
 */
export function commandDependency(command: readonly string[], image = ''): CommandDependency | undefined {
  for (const words of commandsIn(command)) {
    const found = dependencyIn(words, posix.basename(image.split('@')[0]), command);
    if (found) {
      return found;
    }
  }
  return undefined;
}

function dependencyIn(words: readonly string[], image: string, command: readonly string[]): CommandDependency | undefined {
  const [first = '', ...args] = words;
  const program = posix.basename(first);
  if (PRIMARY_SCRIPT.test(program)) {
    return { what: 'its primary', sign: program };
  }
  return ofCelery(program, args) ?? ofCode(args) ?? ofDjango(program, args) ?? ofClient(program, args, image, command);
}

/** `celery inspect ping` and its like go through the broker, and so do those of `python -m celery`. */
function ofCelery(program: string, args: readonly string[]): CommandDependency | undefined {
  const isModule = /^python[\d.]*$/.test(program) && args[0] === '-m' && args[1] === 'celery';
  const at = args.findIndex((word) => word === 'inspect' || word === 'status' || word === 'control');
  if ((program !== 'celery' && !isModule) || at < 0) {
    return undefined;
  }
  const [subcommand, what] = args.slice(at);
  return { what: 'the broker', sign: ['celery', subcommand, ...(subcommand === 'status' || what === undefined ? [] : [what])].join(' ') };
}

/** The same from Python, in whatever shell of the application: `sentry exec -c 'celery.task.control.ping(…)'`. */
function ofCode(args: readonly string[]): CommandDependency | undefined {
  const call = args.map((word) => /\bcontrol\.(ping|inspect)(?=\()/.exec(word)?.[0]).find((found) => found !== undefined);
  return call === undefined ? undefined : { what: 'the broker', sign: `${call}() of celery` };
}

/** Commands of Django that ask the database or whatever health checks ask. */
function ofDjango(program: string, args: readonly string[]): CommandDependency | undefined {
  const at = /^python[\d.]*$/.test(program) ? args.findIndex((word) => posix.basename(word) === 'manage.py') : -1;
  const own = at >= 0 ? 'manage.py' : program;
  const [subcommand = '', ...rest] = at >= 0 ? args.slice(at + 1) : args;
  if (subcommand === 'health_check' && /^manage\.py$|^django-admin$|-server$|-manage$/.test(own)) {
    return { what: 'what its health checks ask', sign: `${own} health_check` };
  }
  if (!/^manage\.py$|^django-admin$|-manage$/.test(own)) {
    return undefined;
  }
  const asks =
    (subcommand === 'check' && rest.some((word) => word.startsWith('--database'))) ||
    (subcommand === 'migrate' && rest.includes('--check')) ||
    ['dbshell', 'showmigrations', 'inspectdb', 'wait_for_db', 'wait_for_database'].includes(subcommand);
  return asks
    ? { what: 'the database', sign: [own, subcommand, ...rest.filter((word) => /^--(database|check)/.test(word))].join(' ') }
    : undefined;
}

/** A client asks another host where one is named, or where its container is no server of that kind. */
function ofClient(program: string, args: readonly string[], image: string, command: readonly string[]): CommandDependency | undefined {
  const what = CLIENTS.get(program);
  if (what === undefined) {
    return undefined;
  }
  const host = hostIn(program, args, command);
  const isServer = SERVER_IMAGE.test(image);
  if (host !== undefined && !hasHole(host)) {
    return OWN_HOST.test(host) ? throughPooler(program, args, image) : { what, sign: `${program} -h ${host}` };
  }
  return isServer ? throughPooler(program, args, image) : { what, sign: program };
}

/** pgbouncer answers a query only when the database behind it does; its own console is the database `pgbouncer`. */
function throughPooler(program: string, args: readonly string[], image: string): CommandDependency | undefined {
  const asksConsole = args.some((word) => /(^|[/=])pgbouncer$/.test(word));
  return /pgbouncer|pgpool/i.test(image) && program === 'psql' && !asksConsole
    ? { what: 'the database behind the pooler', sign: 'psql' }
    : undefined;
}

/** The host that a client is told: by an option, by a URL, by a variable before it. */
function hostIn(program: string, args: readonly string[], command: readonly string[]): string | undefined {
  for (const [index, word] of args.entries()) {
    const attached = /^(?:--host=|-h(?=.))(.+)$/.exec(word)?.[1] ?? /(?:^|\s)host=(\S+)/.exec(word)?.[1];
    if (attached !== undefined) {
      return attached;
    }
    if (word === '-h' || word === '--host') {
      return args[index + 1];
    }
    const url = /^(?:postgres(?:ql)?|mysql|redis|rediss|mongodb(?:\+srv)?):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?]*)/.exec(word);
    if (url) {
      return url[1];
    }
  }
  if (program === 'nc' || program === 'telnet') {
    return args.find((word) => !word.startsWith('-') && !/^\d+$/.test(word));
  }
  return /\bPG(?:HOST|HOSTADDR)=["']?([\w.-]+)/.exec(command.join(' '))?.[1];
}

/** Commands that do no more than let a server's own client ask it whether it answers. */
const OWN_QUESTION = /\b(pg_isready|redis-cli|valkey-cli|mysqladmin|mariadb-admin|healthcheck\.sh|docker-healthcheck\.sh)\b/;

/** Whether a command asks only the server that its own container is: `pg_isready` in PostgreSQL, `redis-cli ping` in Redis. */
export function asksOwnServer(command: readonly string[], image = ''): boolean {
  return (
    (SERVER_IMAGE.test(posix.basename(image.split('@')[0])) || /-db\b|database/.test(image)) &&
    OWN_QUESTION.test(command.join(' ')) &&
    commandDependency(command, image) === undefined
  );
}
