import { HOLE } from '../../manifest/partial-text';
import type { Listener } from '../process/listener';
import { flags, type OptionTable, type Options } from '../process/option';
import { type Layer, type Setting } from '../process/setting';
import { isList, Unknown, type Value } from '../value';
import { toListeners } from './conversion';
import { builtIn, notKnown, ServerReader, variablesLayer } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

/** Options that take no word, as far as they matter here; the names are those of its files. */
const SWITCHES =
  '--master -M --die-on-term --lazy-apps --enable-threads --need-app --vacuum --strict --single-interpreter --disable-logging';
const OPTIONS: OptionTable = new Map([
  ...flags('--http', 'http'),
  ...flags('--http-socket', 'http-socket'),
  ...flags('--socket -s --uwsgi-socket', 'socket'),
  ...flags('--processes --workers -p', 'processes'),
  ...flags('--threads', 'threads'),
  ...flags('--gevent --async', 'loop'),
  ...flags('--harakiri -t', 'harakiri'),
  ...flags('--max-requests -R', 'max-requests'),
  ...flags('--worker-reload-mercy --reload-mercy', 'worker-reload-mercy'),
  ...flags('--http-keepalive', 'http-keepalive'),
  ...flags('--hook-master-start', 'hook-master-start'),
  ...flags('--ini', 'ini'),
  ...flags('--yaml --json --xml --emperor', 'other-file'),
  ...flags('--module -w --wsgi-file --callable --chdir --virtualenv -H --env --uid --gid --stats --pidfile --mount', 'ignored'),
  ...SWITCHES.split(' ').flatMap((flag) => flags(flag, flag.replace(/^-+/, ''), true)),
]);
/** Names of a file that mean the same option. */
const ALIASES: Readonly<Record<string, string | undefined>> = {
  workers: 'processes',
  gevent: 'loop',
  async: 'loop',
  'uwsgi-socket': 'socket',
  'reload-mercy': 'worker-reload-mercy',
};
const LISTS = ['http', 'http-socket', 'socket'];
const SOURCE = 'uwsgi core/uwsgi.c, uwsgi_base_options';

/** uWSGI: options of the command line, of its ini file, and of variables, `UWSGI_PROCESSES`. */
export function readUwsgi(sources: ServerSources): ServerSettings {
  const reader = new ServerReader('uwsgi', sources, OPTIONS, LISTS, (options) => [
    variablesLayer(sources, OPTIONS, 'UWSGI'),
    ...fileLayers(sources, options),
  ]);
  const isLoop = reader.has('loop');
  const hook = reader.value('hook-master-start', null, { source: SOURCE }).value;
  return {
    server: 'uwsgi',
    role: 'web',
    listeners: listeners(reader),
    processes: reader.number('processes', 1, { source: SOURCE }),
    concurrency: builtIn(isLoop ? 'loop' : reader.has('threads') ? 'threads' : 'one', SOURCE),
    threads: isLoop ? reader.number('loop', 1, { source: SOURCE }) : reader.number('threads', 1, { source: SOURCE }),
    gracefulTime:
      typeof hook === 'string' && hook.includes('gracefully_kill_them_all')
        ? reader.number('worker-reload-mercy', 60, { source: SOURCE })
        : reader.has('die-on-term')
          ? builtIn(0, 'uwsgi core/master.c, kill_them_all')
          : reader.mayHave('die-on-term') || reader.mayHave('hook-master-start')
            ? notKnown('what SIGTERM does is set by something that was not read')
            : notKnown('without die-on-term SIGTERM reloads uWSGI and does not end it', 'uwsgi core/master.c, reap_them_all'),
    keepAlive: reader.number('http-keepalive', 0, { source: 'uwsgi plugins/http/http.c' }),
    maxRequests: reader.bound('max-requests', { source: SOURCE }),
    silence: reader.bound('harakiri', { source: SOURCE }),
    limit: builtIn(null, SOURCE),
    development: false,
  };
}

function listeners(reader: ServerReader): Setting<readonly Listener[]> {
  const said = LISTS.map((name) => reader.value(name, null, { source: SOURCE })).filter(({ value }) => value !== null);
  // A variable that nobody can know neither sets a listener nor takes away one that is said.
  const known = said.filter(({ value }) => value !== HOLE);
  const settings = known.length > 0 ? known : said;
  const addresses = settings.flatMap(({ value }) => (isList(value as Value) ? (value as readonly Value[]) : [value as Value]));
  const [first] = settings;
  const read = toListeners(addresses.map((address) => (typeof address === 'string' ? whole(address) : address)));
  if (!first || read instanceof Unknown) {
    return notKnown(first ? (read as Unknown).because : 'it is said nowhere that was read');
  }
  return { ...first, value: read, assumed: settings.some(({ assumed }) => assumed) };
}

/** A port alone, and a path, are addresses as well. */
function whole(address: string): string {
  const [first] = address.split(',');
  return /^\d+$/.test(first) ? `:${first}` : /^[/.]/.test(first) && !first.startsWith('unix:') ? `unix:${first}` : first;
}

function fileLayers(sources: ServerSources, options: Options): readonly Layer[] {
  const named = [...(options.values.get('ini') ?? []), ...options.operands.filter((word) => word.endsWith('.ini'))];
  const others = options.values.has('other-file') || options.operands.some((word) => /\.(ya?ml|json|xml)$/.test(word));
  const layers = named.map((name): Layer => {
    const [path] = name.split(':');
    const file = sources.configFile(path, true);
    return file?.text === undefined
      ? { origin: file?.origin ?? path, values: new Map(), open: `${path} was not read` }
      : { origin: file.origin, ...iniValues(file.text, sources) };
  });
  return others ? [...layers, { origin: 'a file', values: new Map(), open: 'its file is not followed here' }] : layers;
}

/** The section `[uwsgi]` of an ini file. What it takes in or decides itself may set anything. */
function iniValues(text: string, sources: ServerSources): Pick<Layer, 'values' | 'open'> {
  const values = new Map<string, Value>();
  const lists = new Map<string, Value[]>();
  let section = 'uwsgi';
  let open: string | undefined;
  let decided = true;
  for (const line of text.split(/\r?\n/)) {
    const [, head] = /^\s*\[([^\]]*)\]/.exec(line) ?? [];
    const [, key, given = ''] = /^\s*([\w-]+)\s*(?:=\s*(.*?))?\s*$/.exec(line.replace(/\s+;.*$/, '')) ?? [];
    section = head ?? section;
    if (section !== 'uwsgi' || key === undefined || /^\s*[;#]/.test(line)) {
      continue;
    }
    if (/^(if-|for$|for-|ini$|include|inherit|cap$|end|magic)/.test(key)) {
      open = `its file decides by ${key} what it sets`;
      decided = key.startsWith('end') || !/^(if|for)/.test(key);
      continue;
    }
    const name = ALIASES[key] ?? key;
    const value = decided ? expanded(given, sources) : new Unknown(open ?? '');
    if (LISTS.includes(name)) {
      const list = lists.get(name) ?? [];
      list.push(value);
      lists.set(name, list);
    } else {
      values.set(name, typeof value === 'string' && /^(false|off|no)$/i.test(value) ? null : value);
    }
  }
  return { values: new Map([...values, ...lists].filter(([, value]) => value !== null)), open };
}

/** `$(NAME)` is a variable of the environment; `%(name)` and `%k` are uWSGI's own. */
function expanded(text: string, sources: ServerSources): string {
  return text.replace(/\$\((\w+)\)/g, (_, name: string) => sources.variable(name)?.value ?? HOLE).replace(/%\(\w+\)|%[a-zA-Z]/g, HOLE);
}
