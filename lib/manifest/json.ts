// Manifests come from people: any field may hold any type. These readers answer with the type asked for or with nothing,
// so that no reader further up has to ask twice or can throw.

/** An object as JSON knows it. */
export type JsonObject = { readonly [key: string]: unknown };

const EMPTY_OBJECT: JsonObject = Object.freeze({});
const EMPTY_LIST: readonly unknown[] = Object.freeze([]);

/** Whether this is an object in JSON's sense: neither null nor a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or an empty one for anything else. */
export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : EMPTY_OBJECT;
}

/** The list, or an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : EMPTY_LIST;
}

/** The text, or nothing. An empty text counts as nothing, as it does for Go's `omitempty`. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The whole number, or nothing. */
export function integerOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

/** The texts of a map such as `metadata.labels`; entries of another type are left out. */
export function textMapOf(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(objectOf(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** The value for a reader. Not `String`: an object of the manifest may have a field called `toString`. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'symbol' ? (value.description ?? '') : (JSON.stringify(value) ?? 'nothing');
}
