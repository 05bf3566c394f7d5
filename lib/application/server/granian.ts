import { flags, type OptionTable } from '../process/option';
import { isKnown } from '../process/setting';
import { Unknown } from '../value';
import { builtIn, derived, notKnown, ServerReader, variablesLayer } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

const OPTIONS: OptionTable = new Map([
  ...flags('--host', 'host'),
  ...flags('--port', 'port'),
  ...flags('--uds', 'uds'),
  ...flags('--workers', 'workers'),
  ...flags('--interface', 'interface'),
  ...flags('--blocking-threads', 'blocking-threads'),
  ...flags('--backpressure', 'backpressure'),
  ...flags('--workers-kill-timeout', 'workers-kill-timeout'),
  ...flags('--reload', 'reload', true),
  ...flags('--runtime-threads --runtime-mode --loop --http --backlog --log-level --workers-lifetime --workers-max-rss', 'ignored'),
]);

const SOURCE = 'granian/cli.py, cli';

/** granian: each option has a variable of its own (`granian/cli.py`, `entrypoint`: `auto_envvar_prefix`). */
export function readGranian(sources: ServerSources): ServerSettings {
  const reader = new ServerReader('granian', sources, OPTIONS, [], () => [variablesLayer(sources, OPTIONS, 'GRANIAN')]);
  const kind = reader.value('interface', 'rsgi', { source: SOURCE });
  const isWsgi = kind.value === 'wsgi';
  return {
    server: 'granian',
    role: 'web',
    listeners: reader.has('uds') ? reader.unixSocket({ source: SOURCE }) : reader.hostAndPort({ port: 8000 }, { source: SOURCE }),
    processes: reader.number('workers', 1, { source: SOURCE }),
    concurrency: isKnown(kind)
      ? derived(kind, () => (isWsgi ? ('threads' as const) : ('loop' as const)))
      : notKnown('its interface is not known'),
    threads: isWsgi
      ? reader.number('blocking-threads', new Unknown('its default depends on the backpressure'), {
          source: 'granian/server/common.py, AbstractServer',
        })
      : notKnown('the application decides how many threads run what blocks'),
    gracefulTime: reader.bound('workers-kill-timeout', { source: SOURCE }),
    keepAlive: notKnown('granian has no option that ends idle connections'),
    maxRequests: builtIn(null, SOURCE),
    silence: builtIn(null, SOURCE),
    limit: reader.bound('backpressure', { source: SOURCE }),
    development: reader.has('reload'),
  };
}
