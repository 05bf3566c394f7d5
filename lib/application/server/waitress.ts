import { flags, type OptionTable } from '../process/option';
import { as } from '../process/setting';
import { isList, type Value } from '../value';
import { toListeners } from './conversion';
import { builtIn, notKnown, ServerReader } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

const OPTIONS: OptionTable = new Map([
  ...flags('--host', 'host'),
  ...flags('--port', 'port'),
  ...flags('--listen', 'listen'),
  ...flags('--unix-socket', 'uds'),
  ...flags('--threads', 'threads'),
  ...flags('--channel-timeout', 'channel-timeout'),
  ...flags('--connection-limit', 'connection-limit'),
]);

const SOURCE = 'waitress/adjustments.py, Adjustments';

/** waitress: one process, a pool of threads. */
export function readWaitress(sources: ServerSources): ServerSettings {
  const reader = new ServerReader('waitress', sources, OPTIONS, ['listen']);
  return {
    server: 'waitress',
    role: 'web',
    listeners: reader.has('listen')
      ? as(reader.value('listen', null, { source: SOURCE }), (value) => toListeners(starred(value)))
      : reader.has('uds')
        ? reader.unixSocket({ source: SOURCE })
        : reader.hostAndPort({ host: '0.0.0.0', port: 8080 }, { source: SOURCE }),
    processes: builtIn(1, 'waitress/server.py, create_server'),
    concurrency: builtIn('threads', 'waitress/task.py, ThreadedTaskDispatcher'),
    threads: reader.number('threads', 4, { source: SOURCE }),
    gracefulTime: notKnown(
      'waitress handles no SIGTERM: as process 1 it goes on until it is killed',
      'waitress/server.py, BaseWSGIServer.run',
    ),
    keepAlive: reader.number('channel-timeout', 120, { source: SOURCE }),
    maxRequests: builtIn(null, SOURCE),
    silence: builtIn(null, SOURCE),
    limit: reader.bound('connection-limit', { source: SOURCE }),
    development: false,
  };
}

/** `*:8080` stands for every address. */
function starred(value: Value): Value {
  return isList(value) ? value.map((each) => (typeof each === 'string' ? each.replace(/^\*:/, ':') : each)) : value;
}
