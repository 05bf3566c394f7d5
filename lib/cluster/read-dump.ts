import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { ContainerLog, StateRecord } from '../diagnosis/state/record';
import { hidden } from '../diagnosis/state/without-values';
import { apiObjectsOf, objectKey } from '../manifest/api-object';
import { readFiles } from '../manifest/input/files';
import type { Problem } from '../manifest/input/problem';
import { objectOf, textOf } from '../manifest/json';

/** Of the beginning and the end of each log. Bytes. */
const HEAD = 16 * 1024;
const TAIL = 64 * 1024;
/** Folders below one another, and logs: no must-gather has more. */
const DEEPEST = 16;
const MOST_LOGS = 20_000;

/** What files of a cluster hold, and those that could not be used. */
export interface Dump {
  readonly record: StateRecord;
  readonly problems: readonly Problem[];
}

/** Reads what `kubectl get -o yaml` printed, or the folder that `oc adm must-gather` filled, its logs included. */
export function readDump(paths: readonly string[]): Dump {
  const { documents, problems } = readFiles(paths);
  return {
    record: {
      objects: once(documents.map(({ json }) => json)),
      logs: paths.flatMap((path) => (path === '-' ? [] : [...logsBelow(path, 0)])).slice(0, MOST_LOGS),
      unread: problems.map(({ file, message }) => ({ what: file, because: message })),
    },
    problems,
  };
}

/** A must-gather holds pods twice: in the list of their namespace, and in a file each. */
function once(documents: readonly unknown[]): readonly unknown[] {
  const seen = new Map<string, { version: number; json: unknown }>();
  for (const object of apiObjectsOf(documents)) {
    const { name, json } = object;
    const key = objectKey(object);
    const version = Number(textOf(objectOf(json.metadata).resourceVersion) ?? 0) || 0;
    const other = seen.get(key);
    if (!other || name === '' || version > other.version) {
      seen.set(name === '' ? `${key}${seen.size}` : key, { version, json });
    }
  }
  return [...seen.values()].map(({ json }) => json);
}

/** `…/namespaces/NAMESPACE/pods/POD/CONTAINER/CONTAINER/logs/current.log`, as openshift/must-gather has it (`oc adm inspect`). */
function* logsBelow(folder: string, depth: number): Iterable<ContainerLog> {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < DEEPEST) {
      yield* logsBelow(path, depth + 1);
    } else if (entry.isFile() && (entry.name === 'current.log' || entry.name === 'previous.log') && basename(folder) === 'logs') {
      const container = basename(dirname(folder));
      const pod = dirname(dirname(dirname(folder)));
      const namespace = dirname(dirname(pod));
      if (basename(dirname(pod)) === 'pods' && basename(dirname(namespace)) === 'namespaces') {
        yield {
          namespace: basename(namespace),
          pod: basename(pod),
          container,
          previous: entry.name === 'previous.log',
          text: hidden(endsOf(path)),
        };
      }
    }
  }
}

function entriesOf(folder: string): ReturnType<typeof listFolder> {
  try {
    return listFolder(folder);
  } catch {
    return [];
  }
}

function listFolder(folder: string) {
  return readdirSync(folder, { withFileTypes: true });
}

/** The beginning and the end of a file: logs may be larger than memory. */
function endsOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const part = (length: number, from: number) => {
        const buffer = Buffer.alloc(length);
        return buffer.subarray(0, readSync(file, buffer, 0, length, from)).toString('utf8');
      };
      return size <= HEAD + TAIL ? part(size, 0) : `${part(HEAD, 0)}\n…\n${part(TAIL, size - TAIL)}`;
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}
