import type { Path } from '../../manifest/path';

/** What reading cannot tell. */
export const UNKNOWN = Symbol('unknown');
/** A number that follows the CPUs of the node, such as `2 * cpu_count() + 1`: unknown, and known to be so. */
export const NODE_CPUS = Symbol('follows the CPUs of the node');

/** A value as a configuration file or a command line can give it. Text may have holes. */
export type Value = string | number | boolean | null | readonly Value[] | typeof UNKNOWN | typeof NODE_CPUS;

/** Whether the value is a list. `Array.isArray` does not narrow to a list that cannot be written to. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

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
}

/** One place that settings come from. */
export interface Layer {
  readonly origin: string;
  readonly path?: Path;
  readonly values: ReadonlyMap<string, Value>;
  /** Whether it may hold anything besides: a file that cannot be read. */
  readonly open?: boolean;
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
      return { value, origin: layer.origin, path: layer.path, assumed, isDefault: false };
    }
    if (layer.open) {
      return { value: UNKNOWN, origin: layer.origin, path: layer.path, assumed, isDefault: false };
    }
  }
  return { value: fallback, origin: fallbackOrigin, assumed, isDefault: true };
}

/** The setting with its value read as another type. */
export function as<T>(setting: Setting<Value>, read: (value: Value) => T | typeof UNKNOWN | typeof NODE_CPUS): Setting<T> {
  return { ...setting, value: setting.value === UNKNOWN || setting.value === NODE_CPUS ? setting.value : read(setting.value) };
}

/** Whether the value is there to be read. */
export function isKnown<T>(setting: Setting<T>): setting is Setting<T> & { readonly value: T } {
  return setting.value !== UNKNOWN && setting.value !== NODE_CPUS;
}
