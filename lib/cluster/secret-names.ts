import type { StateRecord, Unread } from '../diagnosis/state/record';
import { isObject, listOf, objectOf, textOf, type JsonObject } from '../manifest/json';
import { jsonIn, NoAnswer, type ApiServer } from './api-server';
import { pathOf } from './resource';

/** Names only: the values of a Secret never leave the cluster (`k8s.io/apimachinery/pkg/apis/meta/v1`, `PartialObjectMetadata`). */
const NAMES_ONLY = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
/** Certificates that are looked for; nobody has more Ingresses in a namespace. */
const MOST_SECRETS = 100;

/** Whether the Secrets that Ingresses name exist: each is asked for by its name, so that a role need not show all of them. */
export async function readSecretNames(
  server: ApiServer,
  objects: readonly JsonObject[],
): Promise<{ objects: readonly JsonObject[]; absent: NonNullable<StateRecord['absent']>; unread: readonly Unread[] }> {
  const named = new Map<string, { namespace: string; name: string }>();
  for (const { kind, metadata, spec } of objects) {
    if (kind === 'Ingress') {
      const namespace = textOf(objectOf(metadata).namespace) ?? '';
      for (const { secretName } of listOf(objectOf(spec).tls).map(objectOf)) {
        const name = textOf(secretName);
        if (name) {
          named.set(`${namespace}/${name}`, { namespace, name });
        }
      }
    }
  }
  const found: JsonObject[] = [];
  const absent: { kind: string; namespace: string; name: string }[] = [];
  const unread: Unread[] = [];
  await Promise.all(
    [...named.values()].slice(0, MOST_SECRETS).map(async ({ namespace, name }) => {
      const path = `${pathOf({ group: '', version: 'v1', plural: 'secrets', kind: 'Secret', namespaced: true }, namespace)}/${encodeURIComponent(name)}`;
      const status = await statusOf(server, path);
      if (status === 200) {
        found.push({ apiVersion: 'v1', kind: 'Secret', metadata: { namespace, name } });
      } else if (status === 404) {
        absent.push({ kind: 'Secret', namespace, name });
      } else {
        unread.push({
          what: `whether Secret ${namespace}/${name} exists`,
          because: typeof status === 'number' ? `status ${status}` : status,
        });
      }
    }),
  );
  return { objects: found, absent, unread };
}

async function statusOf(server: ApiServer, path: string): Promise<number | string> {
  try {
    const { status, body } = await server.get(path, { accept: NAMES_ONLY });
    // Not kept, whatever it holds.
    return status === 200 && !isObject(jsonIn(body)) ? 'the answer is no JSON' : status;
  } catch (error) {
    if (error instanceof NoAnswer) {
      return error.message;
    }
    throw error;
  }
}
