import { hasHole } from '../../manifest/partial-text';
import type { Listener } from '../process/listener';
import { LOOPBACK } from '../process/listener';
import { readOptions, type Options, type OptionTable } from '../process/option';
import { as, isKnown, settingOf, UNKNOWN, unknownSetting, type Layer, type Setting } from '../process/setting';
import { textIn, Unknown, type Value } from '../value';
import { toListeners, toNumber, toText, wordValue } from './conversion';
import type { ServerSources } from './source';

/** What is looked up of a setting. */
interface Looked {
  /** Where the default stands in the source of the server, file and symbol. */
  readonly source: string;
  /** Variables that the server itself takes the setting from where no option does, the first one that is set. */
  readonly variables?: readonly string[];
}

/** Reads the settings of a server from its command line, its variables and its file, and its own defaults for the rest. */
export class ServerReader {
  public readonly options: Options;
  private readonly layers: readonly Layer[];

  /**
   * @param server as it is called in an origin: `uvicorn`
   * @param lists options of which each word counts, and not the last one alone
   * @param others places under the command line, the strongest first
   */
  public constructor(
    private readonly server: string,
    private readonly sources: ServerSources,
    table: OptionTable,
    lists: readonly string[] = [],
    others: (options: Options) => readonly Layer[] = () => [],
  ) {
    this.options = readOptions(sources.args ?? [], table, sources.why);
    const values = [...this.options.values].map(([name, words]): [string, Value] => [
      name,
      lists.includes(name) ? words : wordValue(words[words.length - 1], this.options.whys.get(name)),
    ]);
    const commandLine: Layer = {
      origin: 'the command line',
      path: sources.argsPath,
      values: new Map(values),
      open: this.options.open,
      assumed: sources.assumed,
    };
    this.layers = [commandLine, ...others(this.options)];
  }

  public value(name: string, fallback: Value, { source, variables = [] }: Looked): Setting<Value> {
    const setting = settingOf(this.layers, name, fallback, `${this.server}'s default`);
    if (!setting.isDefault) {
      return setting;
    }
    for (const each of variables) {
      const variable = this.sources.variable(each);
      if (variable) {
        return { ...setting, value: wordValue(variable.value), origin: each, path: variable.path, isDefault: false };
      }
    }
    return { ...setting, assumed: setting.assumed || (variables.length > 0 && this.sources.imageUnread), source };
  }

  public number(name: string, fallback: number | Unknown, looked: Looked): Setting<number> {
    return as(this.value(name, fallback, looked), toNumber);
  }

  /** A number that nothing bounds where it is not set. */
  public bound(name: string, looked: Looked): Setting<number | null> {
    return as(this.value(name, null, looked), (value) => (value === null ? null : toNumber(value)));
  }

  /** Whether an option is set for certain. */
  public has(name: string): boolean {
    const { value } = this.value(name, null, { source: '' });
    return value !== null && !isUnknown(value);
  }

  /** Whether it cannot be known if an option is set. */
  public mayHave(name: string): boolean {
    return isUnknown(this.value(name, null, { source: '' }).value);
  }

  /** The listener of a server whose option `uds` is the path of a socket. */
  public unixSocket(looked: Looked): Setting<readonly Listener[]> {
    return as(this.value('uds', null, looked), (value) => {
      const path = toText(value);
      return path instanceof Unknown ? path : [{ kind: 'unix', path }];
    });
  }

  /** The listener of a server that takes a host and a port apart; `host` and `port` are their options. */
  public hostAndPort(fallback: { readonly host?: string; readonly port: number }, looked: Looked, portVariables: readonly string[] = []) {
    const host = this.value('host', fallback.host ?? LOOPBACK, looked);
    const port = this.value('port', fallback.port, { ...looked, variables: portVariables });
    return listenersOf(host, port);
  }
}

/** A variable that may come from a Secret is a hole: neither set nor unset. */
function isUnknown(value: Setting<Value>['value']): boolean {
  return typeof value === 'symbol' || value instanceof Unknown || (typeof value === 'string' && hasHole(value));
}

/** The layer of the variables that a server reads for its options, `UVICORN_PORT`. */
export function variablesLayer(sources: ServerSources, table: OptionTable, prefix: string): Layer {
  const values = new Map<string, Value>();
  const origins = new Map<string, { origin: string; path?: ServerSources['argsPath'] }>();
  for (const name of new Set([...table.values()].map((option) => option.name))) {
    const variable = sources.variable(`${prefix}_${name.toUpperCase().replace(/-/g, '_')}`);
    if (variable) {
      values.set(name, wordValue(variable.value));
      origins.set(name, { origin: `${prefix}_${name.toUpperCase().replace(/-/g, '_')}`, path: variable.path });
    }
  }
  return { origin: 'the environment', values, origins, assumed: sources.imageUnread };
}

/** One listener of a host and a port that are set apart; each may be unknown on its own. */
export function listenersOf(host: Setting<Value>, port: Setting<Value>): Setting<readonly Listener[]> {
  const written = host.isDefault ? port : host;
  const origin = host.isDefault && !port.isDefault ? `${port.origin}, and its host is ${host.origin}` : written.origin;
  const unknown = [host.value, port.value].filter((value) => value instanceof Unknown) as Unknown[];
  const base = { origin, path: written.path, source: written.source, isDefault: host.isDefault && port.isDefault };
  const assumed = host.assumed || port.assumed;
  if (unknown.length === 2) {
    return { ...base, ...unknownSetting(unknown[0]), assumed };
  }
  const text = textIn(host.value as Value);
  const address = `${text.includes(':') && !text.startsWith('[') ? `[${text}]` : text}:${textIn(port.value as Value)}`;
  const listeners = toListeners([address]);
  return listeners instanceof Unknown ? { ...base, ...unknownSetting(listeners), assumed } : { ...base, value: listeners, assumed };
}

/** A setting that holds as the server is built: nothing sets it. */
export function builtIn<T>(value: T, source: string): Setting<T> {
  return { value, origin: 'as the server is built', source, assumed: false, isDefault: true };
}

/** A setting of which the reason is known why it is not. */
export function notKnown<T>(because: string, source?: string): Setting<T> {
  return { value: UNKNOWN, origin: 'not read', because, source, assumed: false, isDefault: true };
}

/** A setting made of another one. */
export function derived<T, U>(setting: Setting<T>, derive: (value: T) => U): Setting<U> {
  return { ...setting, value: isKnown(setting) ? derive(setting.value) : (setting.value as typeof UNKNOWN) };
}
