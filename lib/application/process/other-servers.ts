import { hasHole } from '../../manifest/partial-text';
import { listenerOf, LOOPBACK, type Listener } from './listener';
import { flags, readOptions, type OptionTable } from './option';
import { UNKNOWN } from './setting';

/** What is known of a server other than gunicorn. */
export interface ServerSettings {
  readonly listeners: readonly Listener[] | typeof UNKNOWN;
  /** Processes that answer requests. */
  readonly workers: number | typeof UNKNOWN;
  /** Whether it is meant for a developer's machine. */
  readonly development: boolean;
}

type Read = (args: readonly string[], variable: (name: string) => string | undefined) => ServerSettings;

const OPTIONS: OptionTable = new Map([
  ...flags('--host -h', 'host'),
  ...flags('--port -p', 'port'),
  ...flags('--bind -b', 'bind'),
  ...flags('--uds -u', 'uds'),
  ...flags('--fd', 'fd'),
  ...flags('--workers -w', 'workers'),
  ...flags('--config -c', 'config'),
  ...flags('--reload --debug', 'reload', true),
]);
const DAPHNE_OPTIONS: OptionTable = new Map([...OPTIONS, ...flags('--bind -b', 'host')]);
const UWSGI_OPTIONS: OptionTable = new Map([
  ...flags('--http --http-socket --socket -s', 'bind'),
  ...flags('--processes --workers -p', 'workers'),
  ...flags('--ini --yaml --json --xml', 'config'),
]);
const RUNSERVER_OPTIONS: OptionTable = new Map(flags('--settings --pythonpath', 'ignored'));

/** Servers that take a host and a port. Their defaults are their own. */
function hostAndPort(prefix: string, defaultPort: number, defaultHost = LOOPBACK, development = false): Read {
  return (args, variable) => {
    const { values, open } = readOptions(args, OPTIONS);
    const said = (name: string) => values.get(name)?.at(-1) ?? (prefix ? variable(`${prefix}_${name.toUpperCase()}`) : undefined);
    const socket = said('uds');
    const workers = said('workers') ?? (prefix === 'UVICORN' ? variable('WEB_CONCURRENCY') : undefined);
    const unreadable = open || said('fd') !== undefined;
    return {
      listeners: unreadable
        ? UNKNOWN
        : socket !== undefined
          ? [{ kind: 'unix', path: socket }]
          : listenersOf([`${bracketed(said('host') ?? defaultHost)}:${said('port') ?? defaultPort}`]),
      workers: numberIn(workers, open),
      development: development || values.has('reload'),
    };
  };
}

const hypercorn: Read = (args) => {
  const { values, open } = readOptions(args, OPTIONS);
  return {
    listeners: open || values.has('config') ? UNKNOWN : listenersOf(values.get('bind') ?? [`${LOOPBACK}:8000`]),
    workers: numberIn(values.get('workers')?.at(-1), open || values.has('config')),
    development: values.has('reload'),
  };
};

const daphne: Read = (args) => {
  const { values, open } = readOptions(args, DAPHNE_OPTIONS);
  const [host = LOOPBACK] = values.get('host') ?? [];
  const [port = '8000'] = values.get('port') ?? [];
  return { listeners: open || values.has('uds') ? UNKNOWN : listenersOf([`${bracketed(host)}:${port}`]), workers: 1, development: false };
};

const uwsgi: Read = (args) => {
  const { values, open } = readOptions(args, UWSGI_OPTIONS);
  const unreadable = open || values.has('config') || !values.has('bind');
  return {
    listeners: unreadable ? UNKNOWN : listenersOf(values.get('bind')!),
    workers: numberIn(values.get('workers')?.at(-1), unreadable),
    development: false,
  };
};

/** `manage.py runserver [[host:]port]`: the loopback address unless one is said. */
const runserver: Read = (args) => {
  const {
    operands: [address = '8000'],
    open,
  } = readOptions(args, RUNSERVER_OPTIONS);
  const host = address.startsWith('0:') ? `0.0.0.0${address.slice(1)}` : address;
  return {
    listeners: open ? UNKNOWN : listenersOf([/^\d+$/.test(host) || host === '' ? `${LOOPBACK}:${host}` : host]),
    workers: 1,
    development: true,
  };
};

const SERVERS: ReadonlyMap<string, Read> = new Map([
  ['uvicorn', hostAndPort('UVICORN', 8000)],
  ['granian', hostAndPort('GRANIAN', 8000)],
  ['flask run', hostAndPort('FLASK_RUN', 5000, LOOPBACK, true)],
  ['fastapi run', hostAndPort('', 8000, '0.0.0.0')],
  ['fastapi dev', hostAndPort('', 8000, LOOPBACK, true)],
  ['hypercorn', hypercorn],
  ['daphne', daphne],
  ['uwsgi', uwsgi],
  ['runserver', runserver],
]);

/** The command line of a server that is known by bind and process count. */
export interface ServerCommand {
  readonly name: string;
  readonly args: readonly string[];
  readonly read: Read;
}

/** Splits a command line into a known server's name and its arguments; nothing when it starts none. */
export function otherServer(program: string, args: readonly string[]): ServerCommand | undefined {
  const manage = /^manage\.py$|^django(-admin)?$/.test(program) && args[0] === 'runserver';
  // The subcommand may stand behind options of the program: `flask --app shop run`.
  const subcommand = manage ? 0 : args.findIndex((word) => SERVERS.has(`${program} ${word}`));
  const name = manage ? 'runserver' : subcommand < 0 ? program : `${program} ${args[subcommand]}`;
  const read = SERVERS.get(name);
  return read && { name, read, args: args.slice(subcommand + 1) };
}

function listenersOf(addresses: readonly string[]): readonly Listener[] | typeof UNKNOWN {
  const listeners = addresses.map(listenerOf);
  return listeners.every((listener) => listener !== undefined) ? listeners : UNKNOWN;
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}

function numberIn(text: string | undefined, unreadable: string | boolean | undefined): number | typeof UNKNOWN {
  return text === undefined ? (unreadable ? UNKNOWN : 1) : hasHole(text) || !/^\d+$/.test(text) ? UNKNOWN : Number(text);
}
