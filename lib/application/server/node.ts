import type { Listener } from '../process/listener';
import { flags, type OptionTable } from '../process/option';
import type { Setting } from '../process/setting';
import { cpusBy } from '../value';
import { builtIn, notKnown, ServerReader } from './server-reader';
import type { ServerSettings } from './server-settings';
import type { ServerSources } from './source';

const PM2_OPTIONS: OptionTable = new Map([
  ...flags('-i --instances', 'instances'),
  ...flags('--kill-timeout -k', 'kill-timeout'),
  ...flags('-n --name --env --max-memory-restart -o --output -e --error --node-args --interpreter --cwd', 'ignored'),
]);
/** What starts processes of its own from within. */
const CLUSTER = /\brequire\(\s*['"](?:node:)?cluster['"]\s*\)|\bfrom\s+['"](?:node:)?cluster['"]|\bcluster\.fork\b/;
const KEEP_ALIVE = /\.keepAliveTimeout\s*=\s*(\d+)\s*;?\s*$/m;

/** `node server.js`: one event loop, unless the program forks. */
export function readNode(sources: ServerSources): ServerSettings {
  const script = sources.args?.find((word) => !word.startsWith('-'));
  const text = script === undefined ? undefined : sources.configFile(script, true)?.text;
  return {
    ...loopOf('node', text, listenersOf(sources)),
    processes:
      text === undefined
        ? notKnown('whether the program forks is not read')
        : CLUSTER.test(text)
          ? notKnown('the program forks')
          : builtIn(1, 'the program does not use cluster'),
  };
}

/** pm2 in a container: `pm2-runtime start app.js -i 4`. */
export function readPm2(sources: ServerSources): ServerSettings {
  const reader = new ServerReader('pm2', sources, PM2_OPTIONS);
  const file = reader.options.operands.find((word) => /\.(json|ya?ml)$|\.config\.c?js$/.test(word));
  const source = 'pm2/lib/API/schema.json';
  const instances = reader.value('instances', 1, { source });
  const all = instances.value === 'max' || instances.value === '0' || instances.value === '-1';
  const processes = all
    ? { ...instances, ...reader.number('no-such-option', cpusBy('pm2 -i max'), { source }) }
    : reader.number('instances', 1, { source });
  return {
    ...loopOf('pm2', undefined, listenersOf(sources)),
    processes: file
      ? notKnown(`${file} is not followed here`)
      : { ...processes, origin: instances.origin, path: instances.path, isDefault: instances.isDefault },
    gracefulTime: file ? notKnown(`${file} is not followed here`) : milliseconds(reader.number('kill-timeout', 1600, { source })),
  };
}

function milliseconds(setting: Setting<number>): Setting<number> {
  return typeof setting.value === 'number' ? { ...setting, value: setting.value / 1000 } : setting;
}

/** Which port a program binds only its code says; that it takes PORT is a convention. */
function listenersOf(sources: ServerSources): Setting<readonly Listener[]> {
  return notKnown(sources.variable('PORT') ? 'whether the program listens on PORT is not read' : 'the program decides where it listens');
}

function loopOf(server: string, text: string | undefined, listeners: Setting<readonly Listener[]>): ServerSettings {
  const [, keepAlive] = (text && KEEP_ALIVE.exec(text)) || [];
  const source = 'node lib/_http_server.js, Server';
  return {
    server,
    role: 'web',
    listeners,
    processes: builtIn(1, source),
    concurrency: builtIn('loop', 'node'),
    threads: builtIn(1, 'node'),
    gracefulTime: notKnown('node ends at SIGTERM only where the program says how, and as process 1 not at all without'),
    keepAlive:
      text === undefined
        ? notKnown('node has 5 s, and whether the program sets another value is not read', source)
        : keepAlive !== undefined
          ? { value: Number(keepAlive) / 1000, origin: 'the program', assumed: false, isDefault: false }
          : text.includes('keepAliveTimeout')
            ? notKnown('the program computes it')
            : { ...builtIn(5, source), assumed: true },
    maxRequests: builtIn(null, source),
    silence: builtIn(null, source),
    limit: builtIn(null, source),
    development: false,
  };
}
