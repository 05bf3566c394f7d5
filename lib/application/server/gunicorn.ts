import { posix } from 'node:path';
import { hasHole, visible } from '../../manifest/partial-text';
import type { Path } from '../../manifest/path';
import type { Listener } from '../process/listener';
import { readOptions, type Options } from '../process/option';
import { as, settingOf, UNKNOWN, unknownSetting, NODE_CPUS, type Layer, type Setting } from '../process/setting';
import { environmentCall } from '../python/environment-call';
import { readPythonSettings } from '../python/module';
import { readShellScript } from '../shell/shell-script';
import { Unknown, type Value } from '../value';
import { toListeners, toNumber, toSwitch, toText, wordValue } from './conversion';
import { GUNICORN_OPTIONS } from './gunicorn-option';
import type { ServerSources } from './source';

/** The settings of a gunicorn pool that its health, traffic and capacity depend on. Times in seconds. */
export interface GunicornSettings {
  readonly bind: Setting<readonly Listener[]>;
  readonly workers: Setting<number>;
  readonly threads: Setting<number>;
  /** As it takes effect: `sync` with more than one thread is `gthread`. */
  readonly workerClass: Setting<string>;
  readonly timeout: Setting<number>;
  readonly gracefulTimeout: Setting<number>;
  readonly keepalive: Setting<number>;
  readonly workerConnections: Setting<number>;
  readonly maxRequests: Setting<number>;
  readonly maxRequestsJitter: Setting<number>;
  /** Connections that the kernel keeps until a worker accepts them. */
  readonly backlog: Setting<number>;
  readonly preload: Setting<boolean>;
  readonly reload: Setting<boolean>;
  readonly daemon: Setting<boolean>;
  /** Null where gunicorn takes the first directory that it can write to. */
  readonly workerTmpDir: Setting<string | null>;
  /** Addresses of the proxies whose `X-Forwarded-Proto` sets the scheme of a request. */
  readonly forwardedAllowIps: Setting<string>;
}

/** `ForwardedAllowIPS`: whoever is on the same machine. */
const LOOPBACK = '127.0.0.1,::1';

/**
 * gunicorn's settings in gunicorn's order (`gunicorn/app/base.py`, `Application.load_config`): the command line over
 * `GUNICORN_CMD_ARGS` over the configuration file over defaults, some of which come from the environment
 * (`gunicorn/config.py`: `Bind`, `Workers`).
 */
export function readGunicorn(sources: ServerSources): GunicornSettings {
  const layers = layersOf(sources);
  const assumes = sources.imageUnread ? ', as no other place sets it' : '';
  const setting = (name: string, fallback: Value, origin = `gunicorn's default${assumes}`) => settingOf(layers, name, fallback, origin);
  const threads = as(setting('threads', 1), toNumber);
  return {
    bind: as(bindSetting(layers, sources), toListeners),
    workers: as(workersSetting(layers, sources), toNumber),
    threads,
    workerClass: effectiveClass(as(setting('worker_class', 'sync'), toText), threads),
    timeout: as(setting('timeout', 30), toNumber),
    gracefulTimeout: as(setting('graceful_timeout', 30), toNumber),
    keepalive: as(setting('keepalive', 2), toNumber),
    workerConnections: as(setting('worker_connections', 1000), toNumber),
    maxRequests: as(setting('max_requests', 0), toNumber),
    maxRequestsJitter: as(setting('max_requests_jitter', 0), toNumber),
    backlog: as(setting('backlog', 2048), toNumber),
    preload: as(setting('preload_app', false), toSwitch),
    reload: as(setting('reload', false), toSwitch),
    daemon: as(setting('daemon', false), toSwitch),
    forwardedAllowIps: as(forwardedSetting(layers, sources), toText),
    workerTmpDir: as(setting('worker_tmp_dir', null), (value) => (value === null ? null : toText(value))),
  };
}

function layersOf(sources: ServerSources): Layer[] {
  const commandLine = sources.args ? readOptions(sources.args, GUNICORN_OPTIONS, sources.why) : undefined;
  const carrier = sources.variable('GUNICORN_CMD_ARGS');
  const carried = carrier && readOptions(carriedWords(carrier.value), GUNICORN_OPTIONS);
  const configured = last(commandLine, 'config') ?? last(carried, 'config');
  const chdir = last(commandLine, 'chdir') ?? last(carried, 'chdir');
  return [
    commandLine
      ? { ...layer('the command line', commandLine, sources.argsPath), assumed: sources.assumed }
      : { origin: 'the image', values: new Map(), assumed: true },
    // What the manifest says is taken as said: that the image's own GUNICORN_CMD_ARGS overrides it is too far-fetched.
    ...(carrier && carried ? [layer('GUNICORN_CMD_ARGS', carried, carrier.path)] : []),
    fileLayer(sources, configured, chdir),
  ];
}

function layer(origin: string, options: Options, path?: Path): Layer {
  // The words of a switch and of a repeated option: only `bind` keeps them all.
  const values = [...options.values].map(([name, words]): [string, Value] => [
    name,
    name === 'bind' ? words : wordValue(words[words.length - 1], options.whys.get(name)),
  ]);
  return { origin, path, values: new Map(values), open: options.open };
}

function fileLayer(sources: ServerSources, configured: string | undefined, chdir: string | undefined): Layer {
  if (configured !== undefined && (hasHole(configured) || configured.startsWith('python:'))) {
    const origin = visible(configured);
    return { origin, values: new Map(), open: `the configuration ${origin} is not followed here` };
  }
  const path = configured?.replace(/^file:/, '') ?? posix.join(chdir ?? '.', 'gunicorn.conf.py');
  const file = sources.configFile(path, configured !== undefined);
  if (!file) {
    return { origin: path, values: new Map(), assumed: sources.imageUnread };
  }
  if (file.text === undefined) {
    return { origin: file.origin, values: new Map(), open: `${file.origin} was not read` };
  }
  let assumed = false;
  const { values, open } = readPythonSettings(file.text, {
    call: environmentCall,
    environment: (name) => {
      const variable = sources.variable(name);
      assumed ||= variable === undefined && sources.imageUnread;
      return variable?.value;
    },
  });
  return { origin: file.origin, values, open: open ? `${file.origin} may set it in a way that is not followed here` : undefined, assumed };
}

function bindSetting(layers: readonly Layer[], sources: ServerSources): Setting<Value> {
  const port = sources.variable('PORT');
  const fallback = port ? [`0.0.0.0:${port.value}`] : ['127.0.0.1:8000'];
  return fromEnvironment(layers, 'bind', fallback, port && { origin: 'PORT', path: port.path }, sources);
}

function workersSetting(layers: readonly Layer[], sources: ServerSources): Setting<Value> {
  const concurrency = sources.variable('WEB_CONCURRENCY');
  return fromEnvironment(
    layers,
    'workers',
    concurrency ? wordValue(concurrency.value) : 1,
    concurrency && { origin: 'WEB_CONCURRENCY', path: concurrency.path },
    sources,
  );
}

function forwardedSetting(layers: readonly Layer[], sources: ServerSources): Setting<Value> {
  const trusted = sources.variable('FORWARDED_ALLOW_IPS');
  return fromEnvironment(
    layers,
    'forwarded_allow_ips',
    trusted?.value ?? LOOPBACK,
    trusted && { origin: 'FORWARDED_ALLOW_IPS', path: trusted.path },
    sources,
  );
}

/** A default that a variable of the environment gives, or that holds because no such variable is set. */
function fromEnvironment(
  layers: readonly Layer[],
  name: string,
  fallback: Value,
  variable: { origin: string; path?: Path } | undefined,
  sources: ServerSources,
): Setting<Value> {
  const setting = settingOf(layers, name, fallback, variable?.origin ?? "gunicorn's default");
  if (!setting.isDefault) {
    return setting;
  }
  return variable ? { ...setting, path: variable.path, isDefault: false } : { ...setting, assumed: setting.assumed || sources.imageUnread };
}

/** The words of `GUNICORN_CMD_ARGS`: gunicorn uses `shlex.split`, which expands nothing. */
export function carriedWords(text: string): readonly string[] {
  return (
    readShellScript(
      text.replace(/[$`\n;&|()<>]/g, (character) => `\\${character}`),
      () => undefined,
    ).commands[0]?.words ?? []
  );
}

function last(options: Options | undefined, name: string): string | undefined {
  return options?.values.get(name)?.at(-1);
}

/** `worker_class_str` of `gunicorn/config.py`. */
function effectiveClass(workerClass: Setting<string>, threads: Setting<number>): Setting<string> {
  if (workerClass.value !== 'sync') {
    return workerClass;
  }
  if (threads.value === UNKNOWN) {
    return { ...workerClass, ...unknownSetting(new Unknown(`the number of threads is not known: ${threads.because ?? ''}`)) };
  }
  return threads.value === NODE_CPUS || threads.value > 1
    ? { ...workerClass, value: 'gthread', origin: threads.origin, assumed: workerClass.assumed || threads.assumed }
    : { ...workerClass, assumed: workerClass.assumed || threads.assumed };
}
