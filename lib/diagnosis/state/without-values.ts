import type { ApiObject } from '../../manifest/api-object';
import { isObject, objectOf, type JsonObject } from '../../manifest/json';

/** Variables whose values are nobody's business. */
const SECRET_NAME = /PASS|SECRET|TOKEN|(?:^|_)KEY|CREDENTIAL|PRIVATE|DSN/i;
/** Written by `kubectl apply`: the whole object once more, values included. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const HIDDEN = '(hidden)';
/** As deep as objects of the API go, with room. */
const DEEPEST = 64;

/** What takes the place of a value that is not to be known. */
export function hidden(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@]*):[^\s/@]+@/gi, `$1:${HIDDEN}@`)
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`)
    .replace(/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, HIDDEN)
    .replace(/((?:password|passwd|secret|token|api_?key)["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi, `$1${HIDDEN}`);
}

/**
 * An object without the values that a state does not hold: of ConfigMaps and Secrets only the keys are left, and of
 * variables that are named like a secret, or hold a password in an address, not the value.
 */
export function withoutValues(object: ApiObject): ApiObject {
  const { kind } = object;
  const json = kind === 'Secret' || kind === 'ConfigMap' ? keysOf(object.json) : (cleaned(object.json, 0) as JsonObject);
  return { ...object, json };
}

function keysOf({ apiVersion, kind, metadata, type, data, stringData, binaryData }: JsonObject): JsonObject {
  const keys = [data, stringData, binaryData].flatMap((map) => Object.keys(objectOf(map)));
  const { name, namespace, labels } = objectOf(metadata);
  return { apiVersion, kind, metadata: { name, namespace, labels }, ...(type !== undefined && { type }), data: nulls(keys) };
}

function nulls(keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

/** The same value, unless something in it had to be left out. */
function cleaned(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return /[:=@]|bearer|basic|eyJ/i.test(value) ? hidden(value) : value;
  }
  if (depth > DEEPEST) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map((item) => cleaned(item, depth + 1));
  }
  return isObject(value) ? cleanedObject(value, depth) : value;
}

function cleanedObject(value: JsonObject, depth: number): JsonObject {
  const secret = typeof value.name === 'string' && typeof value.value === 'string' && SECRET_NAME.test(value.name);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== LAST_APPLIED && key !== 'managedFields')
      .map(([key, inner]) => [key, secret && key === 'value' ? HIDDEN : cleaned(inner, depth + 1)]),
  );
}
