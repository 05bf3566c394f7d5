import type { Container } from '../manifest/container';
import { listOf, objectOf, type JsonObject } from '../manifest/json';
import type { Path } from '../manifest/path';
import type { Workload } from '../manifest/workload';
import { BEHIND, type Edit } from './fix/edit';

/** A directory that is to be writable. */
export interface EmptyDir {
  readonly name: string;
  readonly mountPath: string;
}

/**
 * The edits that mount an empty directory at each place. Nothing where a volume of that name is there, or the container is not one
 * of the pod's own.
 */
export function emptyDirEdits(
  { podSpec }: Workload,
  { path, json }: Container,
  directories: readonly EmptyDir[],
): readonly Edit[] | undefined {
  const pod = path.slice(0, -2);
  const taken = new Set(listOf(podSpec.volumes).map((volume) => objectOf(volume).name));
  if (directories.some(({ name }) => taken.has(name))) {
    return undefined;
  }
  return [
    ...added(
      [...path, 'volumeMounts'],
      json.volumeMounts,
      directories.map(({ name, mountPath }) => ({ name, mountPath })),
    ),
    ...added(
      [...pod, 'volumes'],
      podSpec.volumes,
      directories.map(({ name }) => ({ name, emptyDir: {} })),
    ),
  ];
}

function added(path: Path, list: unknown, items: readonly JsonObject[]): readonly Edit[] {
  return listOf(list).length === 0 ? [{ path, value: items }] : items.map((value) => ({ path: [...path, BEHIND], value }));
}
