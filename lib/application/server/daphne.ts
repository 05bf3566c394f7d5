import type { Listener } from '../process/listener';
import { flags, type OptionTable } from '../process/option';
import { as, type Setting } from '../process/setting';
import { isList, Unknown } from '../value';
import { toListeners } from './conversion';
import { builtIn, notKnown, ServerReader } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

const OPTIONS: OptionTable = new Map([
  ...flags('-b --bind', 'host'),
  ...flags('-p --port', 'port'),
  ...flags('-u --unix-socket', 'uds'),
  ...flags('--fd', 'fd'),
  ...flags('-e --endpoint', 'endpoint'),
  ...flags('-v --verbosity -t --http-timeout --access-log --ping-interval --ping-timeout --root-path -s --server-name', 'ignored'),
]);

const SOURCE = 'daphne/cli.py, CommandLineInterface';

/** daphne: one event loop in one process. */
export function readDaphne(sources: ServerSources): ServerSettings {
  const reader = new ServerReader('daphne', sources, OPTIONS, ['endpoint']);
  return {
    server: 'daphne',
    role: 'web',
    listeners: listeners(reader),
    processes: builtIn(1, 'daphne/server.py, Server.run'),
    concurrency: builtIn('loop', 'daphne/server.py, Server.run'),
    threads: notKnown('the application decides how many threads run what blocks'),
    // The reactor stops and applications are cancelled; nothing waits for requests.
    gracefulTime: builtIn(0, 'daphne/server.py, Server.kill_all_applications'),
    keepAlive: notKnown('daphne has no option that ends idle connections'),
    maxRequests: builtIn(null, SOURCE),
    silence: builtIn(null, SOURCE),
    limit: builtIn(null, SOURCE),
    development: false,
  };
}

function listeners(reader: ServerReader): Setting<readonly Listener[]> {
  if (reader.has('fd')) {
    return notKnown('it inherits a descriptor');
  }
  if (reader.has('endpoint')) {
    return as(reader.value('endpoint', null, { source: SOURCE }), (value) =>
      isList(value) && value.every((each) => typeof each === 'string')
        ? toListeners(value.map(endpointAddress))
        : new Unknown('its endpoint is not known'),
    );
  }
  return reader.has('uds') ? reader.unixSocket({ source: SOURCE }) : reader.hostAndPort({ port: 8000 }, { source: SOURCE });
}

/** `tcp:port=8000:interface=0.0.0.0`, as Twisted has it; any other endpoint is none that is known. */
function endpointAddress(endpoint: string): string | Unknown {
  const [kind, ...fields] = endpoint.split(':');
  const values = new Map(fields.map((field) => field.split('=') as [string, string]));
  const port = values.get('port') ?? fields.find((field) => /^\d+$/.test(field));
  return (kind === 'tcp' || kind === 'ssl') && port !== undefined
    ? `${values.get('interface') ?? '0.0.0.0'}:${port}`
    : new Unknown(`the endpoint ${endpoint} is not followed here`);
}
