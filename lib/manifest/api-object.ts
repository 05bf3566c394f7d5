import { isObject, objectOf, textOf, type JsonObject } from './json';

/** The API group under which the applications of other platforms are read: no cluster has it. */
export const PLATFORM_GROUP = 'platform';

/** A Kubernetes object: its identity, and the JSON it was read from. */
export interface ApiObject {
  /** `apps/v1`; empty where the object has none. */
  readonly apiVersion: string;
  /** `apps`; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty where the object leaves it to whoever applies it. */
  readonly namespace: string;
  readonly name: string;
  readonly json: JsonObject;
}

/** The identity of an object; nothing when it has no kind. */
export function apiObjectOf(json: unknown): ApiObject | undefined {
  const kind = textOf(objectOf(json).kind);
  if (!isObject(json) || kind === undefined) {
    return undefined;
  }
  const apiVersion = textOf(json.apiVersion) ?? '';
  const metadata = objectOf(json.metadata);
  return {
    apiVersion,
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind,
    namespace: textOf(metadata.namespace) ?? '',
    name: textOf(metadata.name) ?? textOf(metadata.generateName) ?? '',
    json,
  };
}

/** The objects of a list of documents: a `List` (what `kubectl get -o yaml` prints) stands for its items, at any depth. */
export function apiObjectsOf(documents: readonly unknown[]): ApiObject[] {
  const objects: ApiObject[] = [];
  // Lists that are open, innermost last: a stack of our own, because a list may be nested deeper than calls can be.
  const open = [documents.values()];
  while (open.length) {
    const next = open[open.length - 1].next();
    const object = next.done ? undefined : apiObjectOf(next.value);
    if (next.done) {
      open.pop();
    } else if (object && object.kind.endsWith('List') && Array.isArray(object.json.items)) {
      open.push(object.json.items.values());
    } else if (object) {
      objects.push(object);
    }
  }
  return objects;
}

/** What tells an object from all others of a bundle, whatever version of its kind it is written in. */
export function objectKey({ group, kind, namespace, name }: ApiObject): string {
  return JSON.stringify([group, kind, namespace, name]);
}

/** `Deployment web`, or `Deployment shop/web` where the namespace is said. */
export function objectInWords(object: ApiObject): string {
  return `${object.kind} ${object.namespace && `${object.namespace}/`}${object.name || '(unnamed)'}`;
}

/**
 * Whether two objects may stand in one namespace. A manifest that leaves its namespace unset gets one from whoever
 * applies it, so it may stand in any.
 */
export function mayShareNamespace(one: string, other: string): boolean {
  return one === other || one === '' || other === '';
}
