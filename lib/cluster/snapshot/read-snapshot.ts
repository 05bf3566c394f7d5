import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerLog, ProbeAnswer, StateRecord, Unread, Visit } from '../../diagnosis/state/record';
import { integerOf, isObject, listOf, objectOf, textOf, type JsonObject } from '../../manifest/json';
import { jsonIn } from '../api-server';
import { checksumOf, FORMAT, isPart, MANIFEST, PARTS, VERSION } from './format';
import { SnapshotFault } from './snapshot-fault';

/** No part is larger; 5,000 pods with all that belongs to them are 40 MB. Bytes. */
const LARGEST = 512 * 2 ** 20;

/**
 * Reads what `--snapshot` wrote; nothing where the folder holds no snapshot. It may come from anybody: only what has the form of a state
 * is taken.
 *
 * @throws SnapshotFault where it is not whole
 */
export function readSnapshot(folder: string): StateRecord | undefined {
  const names = namesIn(folder);
  if (!names.includes(MANIFEST)) {
    if (names.some(isPart)) {
      throw new SnapshotFault(`${folder} is a snapshot that was never finished (${MANIFEST} is missing); write it again`);
    }
    return undefined;
  }
  const manifest = objectOf(jsonIn(textIn(folder, MANIFEST)));
  if (manifest.format !== FORMAT) {
    return undefined;
  }
  if (integerOf(manifest.version) !== VERSION) {
    throw new SnapshotFault(
      `${folder} is a snapshot of version ${String(integerOf(manifest.version))}, and this probewise reads ${VERSION}`,
    );
  }
  const read = (part: keyof typeof PARTS) => partIn(folder, PARTS[part], objectOf(manifest.files));
  const reading = objectOf(read('reading'));
  return {
    objects: listOf(objectOf(read('objects')).items),
    logs: listOf(read('logs')).flatMap(logOf),
    answers: listOf(read('answers')).flatMap(answerOf),
    visits: listOf(read('visits')).flatMap(visitOf),
    unread: listOf(reading.unread).flatMap(unreadOf),
    absent: listOf(reading.absent).map(objectOf).flatMap(absentOf),
    ...(Array.isArray(reading.listed) && { listed: reading.listed.filter((kind) => typeof kind === 'string') }),
    ...(textOf(reading.namespace) !== undefined && { namespace: textOf(reading.namespace) }),
    ...(textOf(manifest.taken) && { taken: textOf(manifest.taken) }),
  };
}

function namesIn(folder: string): readonly string[] {
  try {
    return statSync(folder).isDirectory() ? readdirSync(folder) : [];
  } catch {
    return [];
  }
}

function partIn(folder: string, name: string, files: JsonObject): unknown {
  const text = textIn(folder, name);
  if (checksumOf(text) !== files[name]) {
    throw new SnapshotFault(`${folder} is not whole: ${name} is not what was written; ask for it again`);
  }
  return jsonIn(text);
}

function textIn(folder: string, name: string): string {
  try {
    const path = join(folder, name);
    const status = statSync(path);
    if (!status.isFile() || status.size > LARGEST) {
      throw new SnapshotFault(`${folder} is no snapshot that can be read: ${name} is no file, or has more than ${LARGEST / 2 ** 20} MiB`);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof SnapshotFault) {
      throw error;
    }
    throw new SnapshotFault(`${folder} is not whole: ${name} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function place(json: unknown): { namespace: string; pod: string; container: string } | undefined {
  const { namespace, pod, container } = objectOf(json);
  const [one, two, three] = [textOf(namespace), textOf(pod), textOf(container)];
  return one !== undefined && two !== undefined && three !== undefined ? { namespace: one, pod: two, container: three } : undefined;
}

function logOf(json: unknown): ContainerLog[] {
  const at = place(json);
  const text = textOf(objectOf(json).text);
  return at && text !== undefined ? [{ ...at, previous: objectOf(json).previous === true, text }] : [];
}

function answerOf(json: unknown): ProbeAnswer[] {
  const at = place(json);
  const { role, question, status, error } = objectOf(json);
  return at ? [{ ...at, role: textOf(role) ?? '', question: textOf(question) ?? '', ...outcome(status, error) }] : [];
}

function visitOf(json: unknown): Visit[] {
  const { url, status, error, location } = objectOf(json);
  const address = textOf(url);
  const leads = textOf(location);
  return address === undefined ? [] : [{ url: address, ...outcome(status, error), ...(leads !== undefined && { location: leads }) }];
}

function outcome(status: unknown, error: unknown): { status?: number; error?: string } {
  const [number, text] = [integerOf(status), textOf(error)];
  return { ...(number !== undefined && { status: number }), ...(text !== undefined && { error: text }) };
}

function unreadOf(json: unknown): Unread[] {
  const { what, because } = objectOf(json);
  return isObject(json) ? [{ what: textOf(what) ?? '', because: textOf(because) ?? '' }] : [];
}

function absentOf({ kind, namespace, name }: JsonObject): NonNullable<StateRecord['absent']>[number][] {
  const [one, two, three] = [textOf(kind), textOf(namespace), textOf(name)];
  return one && two !== undefined && three ? [{ kind: one, namespace: two, name: three }] : [];
}
