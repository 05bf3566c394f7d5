import { flags, type OptionTable } from '../process/option';
import type { Setting } from '../process/setting';
import { builtIn, notKnown, ServerReader, variablesLayer } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

const OPTIONS: OptionTable = new Map([
  ...flags('--host', 'host'),
  ...flags('--port', 'port'),
  ...flags('--uds', 'uds'),
  ...flags('--fd', 'fd'),
  ...flags('--workers', 'workers'),
  ...flags('--reload', 'reload', true),
  ...flags('--timeout-keep-alive', 'timeout-keep-alive'),
  ...flags('--timeout-graceful-shutdown', 'timeout-graceful-shutdown'),
  ...flags('--timeout-worker-healthcheck', 'timeout-worker-healthcheck'),
  ...flags('--limit-concurrency', 'limit-concurrency'),
  ...flags('--limit-max-requests', 'limit-max-requests'),
  ...flags('--env-file --app-dir --root-path --log-level --log-config --loop --http --ws --lifespan --interface --backlog', 'ignored'),
]);

/** Defaults are those of `uvicorn/config.py`, `Config.__init__`, as of 0.54. */
const SOURCE = 'uvicorn/config.py, Config.__init__';

/** uvicorn: an event loop a process; with more than one process each child is a whole copy. */
export function readUvicorn(sources: ServerSources): ServerSettings {
  return settings('uvicorn', sources, { port: 8000 }, false, () => [variablesLayer(sources, OPTIONS, 'UVICORN')]);
}

/** `fastapi run` and `fastapi dev`, which start uvicorn with an address of their own (`fastapi_cli/cli.py`, `run`, `dev`). */
export function readFastapi(sources: ServerSources, development: boolean): ServerSettings {
  const host = development ? undefined : '0.0.0.0';
  return settings(development ? 'fastapi dev' : 'fastapi run', sources, { host, port: 8000 }, development, () => [], ['PORT']);
}

function settings(
  server: string,
  sources: ServerSources,
  address: { readonly host?: string; readonly port: number },
  development: boolean,
  layers: ConstructorParameters<typeof ServerReader>[4],
  portVariables: readonly string[] = [],
): ServerSettings {
  const reader = new ServerReader(server, sources, OPTIONS, [], layers);
  const reloads = development || reader.has('reload');
  const workers = reader.number('workers', 1, { source: SOURCE, variables: ['WEB_CONCURRENCY'] });
  const processes: Setting<number> = reloads ? builtIn(1, 'uvicorn/config.py, Config.__init__: workers and reload') : workers;
  const silence = reader.number('timeout-worker-healthcheck', 5, { source: SOURCE });
  return {
    server,
    role: 'web',
    listeners: reader.has('fd')
      ? notKnown('it inherits a descriptor')
      : reader.has('uds')
        ? reader.unixSocket({ source: SOURCE })
        : reader.hostAndPort(address, { source: SOURCE }, portVariables),
    processes,
    concurrency: builtIn('loop', 'uvicorn/server.py, Server.serve'),
    threads: notKnown('the application decides how many threads run what blocks'),
    gracefulTime: reader.bound('timeout-graceful-shutdown', { source: SOURCE }),
    keepAlive: reader.number('timeout-keep-alive', 5, { source: SOURCE }),
    maxRequests: reader.bound('limit-max-requests', { source: SOURCE }),
    // Only the parent of several processes asks them (`uvicorn/supervisors/multiprocess.py`, `Process.is_alive`).
    silence: processes.value === 1 ? builtIn(null, 'uvicorn/main.py, run') : silence,
    limit: reader.bound('limit-concurrency', { source: SOURCE }),
    development: reloads,
  };
}
