import { flags, type OptionTable, type Options } from '../process/option';
import { as, type Layer } from '../process/setting';
import { environmentCall } from '../python/environment-call';
import { readPythonSettings } from '../python/module';
import type { Value } from '../value';
import { toListeners } from './conversion';
import { builtIn, notKnown, ServerReader } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

/** The options are named as the settings of its file are. */
const OPTIONS: OptionTable = new Map([
  ...flags('-b --bind', 'bind'),
  ...flags('--insecure-bind --quic-bind', 'other-bind'),
  ...flags('-w --workers', 'workers'),
  ...flags('-k --worker-class', 'worker_class'),
  ...flags('-c --config', 'config'),
  ...flags('--graceful-timeout', 'graceful_timeout'),
  ...flags('--keep-alive', 'keep_alive_timeout'),
  ...flags('--max-requests', 'max_requests'),
  ...flags('--reload', 'use_reloader', true),
  ...flags('--access-logfile --error-logfile --log-file --log-level --log-config --root-path -p --pid -u --user -g --group', 'ignored'),
]);

const SOURCE = 'hypercorn/config.py, Config';

/** hypercorn: the command line over its file (`hypercorn/__main__.py`, `main`). */
export function readHypercorn(sources: ServerSources): ServerSettings {
  const reader = new ServerReader('hypercorn', sources, OPTIONS, ['bind'], (options) => fileLayers(sources, options));
  return {
    server: 'hypercorn',
    role: 'web',
    listeners: reader.has('other-bind')
      ? notKnown('it binds further addresses')
      : as(reader.value('bind', ['127.0.0.1:8000'], { source: SOURCE }), toListeners),
    processes: reader.number('workers', 1, { source: SOURCE }),
    concurrency: builtIn('loop', 'hypercorn/asyncio/run.py, worker_serve'),
    threads: notKnown('the application decides how many threads run what blocks'),
    gracefulTime: reader.number('graceful_timeout', 3, { source: SOURCE }),
    keepAlive: reader.number('keep_alive_timeout', 5, { source: SOURCE }),
    maxRequests: reader.bound('max_requests', { source: SOURCE }),
    silence: builtIn(null, 'hypercorn/run.py, run'),
    limit: builtIn(null, SOURCE),
    development: reader.has('use_reloader'),
  };
}

function fileLayers(sources: ServerSources, options: Options): readonly Layer[] {
  const configured = options.values.get('config')?.at(-1);
  if (configured === undefined) {
    return [];
  }
  const path = configured.replace(/^file:/, '');
  const file = configured.startsWith('python:') ? undefined : sources.configFile(path, true);
  if (file?.text === undefined) {
    return [{ origin: file?.origin ?? configured, values: new Map(), open: `${configured} was not read` }];
  }
  if (path.endsWith('.toml')) {
    return [{ origin: file.origin, values: tomlValues(file.text) }];
  }
  const { values, open } = readPythonSettings(file.text, {
    call: environmentCall,
    environment: (name) => sources.variable(name)?.value,
  });
  return [{ origin: file.origin, values, open: open ? `${file.origin} may set it in a way that is not followed here` : undefined }];
}

/** Plain values at the top of a TOML file. These are written as Python's are, but for the words. */
function tomlValues(text: string): ReadonlyMap<string, Value> {
  const top = text
    .split(/^\s*\[/m)[0]
    .replace(/=\s*true\s*$/gm, '= True')
    .replace(/=\s*false\s*$/gm, '= False');
  return readPythonSettings(top, { environment: () => undefined }).values;
}
