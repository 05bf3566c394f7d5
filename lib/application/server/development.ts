import { LOOPBACK } from '../process/listener';
import { flags, type OptionTable } from '../process/option';
import { as } from '../process/setting';
import { isList, Unknown } from '../value';
import { toListeners } from './conversion';
import { builtIn, notKnown, ServerReader, variablesLayer } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

const RUNSERVER_OPTIONS: OptionTable = new Map(flags('--settings --pythonpath -v --verbosity', 'ignored'));
const FLASK_OPTIONS: OptionTable = new Map([
  ...flags('-h --host', 'host'),
  ...flags('-p --port', 'port'),
  ...flags('--cert --key', 'ignored'),
]);

/** What every server for a developer's machine has in common: one process that starts a thread for each request. */
function developmentServer(server: string, listeners: ServerSettings['listeners'], source: string): ServerSettings {
  return {
    server,
    role: 'web',
    listeners,
    processes: builtIn(1, source),
    concurrency: builtIn('threads', source),
    threads: notKnown('it starts a thread for each request'),
    gracefulTime: builtIn(0, source),
    keepAlive: notKnown('it is not said'),
    maxRequests: builtIn(null, source),
    silence: builtIn(null, source),
    limit: builtIn(null, source),
    development: true,
  };
}

/** `manage.py runserver [[host:]port]`: the loopback address unless one is said. */
export function readRunserver(sources: ServerSources): ServerSettings {
  const source = 'django/core/management/commands/runserver.py, Command';
  const reader = new ServerReader('runserver', sources, RUNSERVER_OPTIONS);
  const [address] = reader.options.operands;
  const setting = reader.value('address', `${LOOPBACK}:8000`, { source });
  const given =
    address === undefined || !setting.isDefault ? setting : { ...setting, value: address, origin: 'the command line', isDefault: false };
  const listeners = as(given, (value) =>
    isList(value) || value instanceof Unknown ? new Unknown('its address is not known') : toListeners([whole(String(value))]),
  );
  return developmentServer('runserver', { ...listeners, path: sources.argsPath }, source);
}

function whole(address: string): string {
  const host = address.startsWith('0:') ? `0.0.0.0${address.slice(1)}` : address;
  return /^\d+$/.test(host) || host === '' ? `${LOOPBACK}:${host}` : host;
}

export function readFlaskRun(sources: ServerSources): ServerSettings {
  const source = 'flask/cli.py, run_command';
  const reader = new ServerReader('flask run', sources, FLASK_OPTIONS, [], () => [variablesLayer(sources, FLASK_OPTIONS, 'FLASK_RUN')]);
  return developmentServer('flask run', reader.hostAndPort({ port: 5000 }, { source }), source);
}
