import type { Listener } from '../process/listener';
import { flags, type OptionTable, type Options } from '../process/option';
import { as, isKnown, type Layer, type Setting } from '../process/setting';
import { isList, isPlain, textIn, Unknown, type Value } from '../value';
import { toListeners } from './conversion';
import { readRubySettings } from './ruby-settings';
import { builtIn, derived, notKnown, ServerReader } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

const OPTIONS: OptionTable = new Map([
  ...flags('-C --config', 'config'),
  ...flags('-p --port', 'port'),
  ...flags('-b --bind', 'bind'),
  ...flags('-t --threads', 'threads'),
  ...flags('-w --workers', 'workers'),
  ...flags('-e --environment', 'environment'),
  ...flags('--persistent-timeout', 'persistent_timeout'),
  ...flags('-S --state --pidfile --dir --control-url --control-token --tag --redirect-stdout --redirect-stderr', 'ignored'),
]);
const RAILS_OPTIONS: OptionTable = new Map([
  ...flags('-p --port', 'port'),
  ...flags('-b --binding', 'host'),
  ...flags('-e --environment', 'environment'),
  ...flags('-u --using -P --pid -c --config', 'ignored'),
]);

const SOURCE = 'puma/lib/puma/configuration.rb, Configuration::DEFAULTS';

/** puma, started by itself or by `rails server`: the command line over `config/puma.rb` over variables. */
export function readPuma(sources: ServerSources, rails = false): ServerSettings {
  const table = rails ? RAILS_OPTIONS : OPTIONS;
  const reader = new ServerReader('puma', sources, table, ['bind'], (options) => [fileLayer(sources, options, rails)]);
  const workers = as(reader.value('workers', 0, { source: SOURCE, variables: ['WEB_CONCURRENCY'] }), countOf);
  const processes = derived(workers, (count) => Math.max(count, 1));
  const isCluster = isKnown(workers) ? workers.value > 0 : undefined;
  return {
    server: 'puma',
    role: 'web',
    listeners: listeners(reader, sources, rails),
    processes,
    concurrency: builtIn('threads', 'puma/lib/puma/thread_pool.rb'),
    threads: as(reader.value('threads', 5, { source: SOURCE, variables: ['PUMA_MAX_THREADS', 'MAX_THREADS'] }), (value) =>
      countOf(typeof value === 'string' ? (value.split(':').at(-1) ?? value) : value),
    ),
    gracefulTime:
      isCluster === undefined
        ? notKnown('whether it runs workers is not known')
        : isCluster
          ? reader.number('worker_shutdown_timeout', 30, { source: SOURCE })
          : as(reader.value('force_shutdown_after', null, { source: 'puma/lib/puma/thread_pool.rb, ThreadPool#shutdown' }), (value) =>
              value === null ? null : countOf(value),
            ),
    keepAlive: reader.number('persistent_timeout', new Unknown('it is 20 s up to Puma 6 and 65 s from Puma 7 on'), { source: SOURCE }),
    maxRequests: builtIn(null, SOURCE),
    silence: isCluster === false ? builtIn(null, SOURCE) : reader.number('worker_timeout', 60, { source: SOURCE }),
    limit: builtIn(null, SOURCE),
    development: false,
  };
}

function countOf(value: Value): number | Unknown {
  if (value instanceof Unknown) {
    return value;
  }
  const text = isPlain(value) ? String(value ?? '') : '';
  return text.trim() !== '' && Number.isInteger(Number(text)) ? Number(text) : new Unknown('it is no number as far as it is known');
}

/** The settings of the file that an option names, or of the one that puma looks for. */
function fileLayer(sources: ServerSources, options: Options, rails: boolean): Layer {
  const named = rails ? undefined : options.values.get('config')?.at(-1);
  const environment =
    options.values.get('environment')?.at(-1) ?? sources.variable('RAILS_ENV')?.value ?? sources.variable('RACK_ENV')?.value;
  const candidates = named === undefined ? [...(environment ? [`config/puma/${environment}.rb`] : []), 'config/puma.rb'] : [named];
  const files = candidates.flatMap((path) => sources.configFile(path, named !== undefined) ?? []);
  const file = files.find(({ text }) => text !== undefined) ?? files[0];
  if (file?.text === undefined) {
    const unread =
      named === '-' ? undefined : file ? `${file.origin} was not read` : sources.imageUnread ? 'config/puma.rb may say it' : undefined;
    return { origin: file?.origin ?? 'config/puma.rb', values: new Map(), open: unread };
  }
  const { values, open } = readRubySettings(file.text, (name) => sources.variable(name)?.value);
  const settings = new Map<string, Value>();
  for (const [name, value] of values) {
    const items = isList(value) ? value : [value];
    if (name === 'set_bind') {
      if (items.length > 0) {
        settings.set('bind', isList(value) ? items : value);
      }
    } else if (name.startsWith('set_')) {
      settings.set(name.slice(4), name === 'set_port' && items.length > 1 ? items : items[items.length - 1]);
    }
  }
  return { origin: file.origin, values: settings, open: open ? `${file.origin} may set it in a way that is not followed here` : undefined };
}

function listeners(reader: ServerReader, sources: ServerSources, rails: boolean): Setting<readonly Listener[]> {
  const bind = reader.value('bind', null, { source: SOURCE });
  if (bind.value !== null) {
    return as(bind, (value) =>
      toListeners(isList(value) ? value.map((each) => (typeof each === 'string' ? each.replace(/\?.*$/, '') : each)) : value),
    );
  }
  const port = reader.value('port', null, { source: SOURCE });
  const host = reader.value('host', '0.0.0.0', { source: SOURCE });
  if (port.value !== null) {
    return as(port, (value) => {
      const [number, given] = isList(value) ? value : [value, textIn(host.value as Value)];
      return number instanceof Unknown ? number : toListeners([`${textIn(given)}:${textIn(number)}`]);
    });
  }
  if (rails || sources.variable('PORT')) {
    return notKnown(
      rails ? 'rails server takes the port and the address from its environment' : 'from which Puma on PORT counts is not known',
    );
  }
  return as(reader.value('bind', ['0.0.0.0:9292'], { source: SOURCE }), toListeners);
}
