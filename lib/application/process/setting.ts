import type { Path } from '../../manifest/path';
import { PARTLY_KNOWN, Unknown, type CpuCount, type Value } from '../value';

/** What reading cannot tell. */
export const UNKNOWN = Symbol('unknown');
/** A number that follows the CPUs of the node without a bound, such as `2 * cpu_count() + 1`: unknown, and known to be so. */
export const NODE_CPUS = Symbol('follows the CPUs of the node');

/** A setting of a server, and where it comes from. */
export interface Setting<T> {
  readonly value: T | typeof UNKNOWN | typeof NODE_CPUS;
  /** `--bind on the command line`, `the default of gunicorn`. */
  readonly origin: string;
  /** Where it is written, if that is in the workload. */
  readonly path?: Path;
  /** Whether it rests on the image adding no settings of its own. */
  readonly assumed: boolean;
  /** Whether nobody wrote it. */
  readonly isDefault: boolean;
  /** Why its value is not known; nothing where it is. */
  readonly because?: string;
  /** Where the default stands in the source of the server, file and symbol. */
  readonly source?: string;
  /** That it is made of the number of CPUs of the node, and how that is bounded. */
  readonly derivesFromCpus?: CpuCount;
}

/** One place that settings come from. */
export interface Layer {
  readonly origin: string;
  readonly path?: Path;
  readonly values: ReadonlyMap<string, Value>;
  /** Where each value comes from, if it is a place of its own: one variable of several. */
  readonly origins?: ReadonlyMap<string, { readonly origin: string; readonly path?: Path }>;
  /** Why it may hold anything besides: a file that cannot be read. */
  readonly open?: string;
  /** Whether the image may hold this place too, and is taken to add nothing. */
  readonly assumed?: boolean;
}

/** The value of a setting: of the first layer that has it. */
export function settingOf(layers: readonly Layer[], name: string, fallback: Value, fallbackOrigin: string): Setting<Value> {
  let assumed = false;
  for (const layer of layers) {
    assumed ||= layer.assumed === true;
    const value = layer.values.get(name);
    if (value !== undefined) {
      return { value, origin: layer.origin, path: layer.path, ...layer.origins?.get(name), assumed, isDefault: false };
    }
    if (layer.open !== undefined) {
      return { value: new Unknown(layer.open), origin: layer.origin, path: layer.path, assumed, isDefault: false };
    }
  }
  return { value: fallback, origin: fallbackOrigin, assumed, isDefault: true };
}

/** The setting with its value read as another type. */
export function as<T>(setting: Setting<Value>, read: (value: Value) => T | Unknown): Setting<T> {
  const given = setting.value as Value;
  const value = given instanceof Unknown ? given : read(given);
  return value instanceof Unknown ? { ...setting, ...unknownSetting(value) } : { ...setting, value };
}

/** The fields of a setting that say that its value is not known, and why. */
export function unknownSetting({ because, cpus }: Unknown): Pick<Setting<never>, 'value' | 'because' | 'derivesFromCpus'> {
  const follows = cpus !== undefined && cpus.atMost === undefined && !cpus.perhaps;
  return { value: follows ? NODE_CPUS : UNKNOWN, because, ...(cpus && { derivesFromCpus: cpus }) };
}

/** A setting of which nothing is known. */
export function nothingKnown<T>(origin: string, because = PARTLY_KNOWN, assumed = false): Setting<T> {
  return { value: UNKNOWN, origin, assumed, isDefault: false, because };
}

/** Whether the value is there to be read. */
export function isKnown<T>(setting: Setting<T>): setting is Setting<T> & { readonly value: T } {
  return setting.value !== UNKNOWN && setting.value !== NODE_CPUS;
}
