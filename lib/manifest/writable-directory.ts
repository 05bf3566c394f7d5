import { posix } from 'node:path';
import type { Container } from './container';
import { isObject, listOf, objectOf } from './json';
import { mountsOf, type Workload } from './workload';

/** Volumes that the kubelet mounts read-only, whatever the mount says (`pkg/volume`: configmap, secret, downwardapi, projected; image). */
const READ_ONLY = ['configMap', 'secret', 'downwardAPI', 'projected', 'image'];

/** The directories of a container that can be written to although its root file system is read-only. */
export function writableDirectories(workload: Workload, container: Container): readonly string[] {
  const readOnly = new Set(
    listOf(container.json.volumeMounts)
      .map(objectOf)
      .filter((mount) => mount.readOnly === true)
      .map((mount) => mount.mountPath),
  );
  const mounts = mountsOf(workload, container).filter(
    ({ volume, mountPath }) => !readOnly.has(mountPath) && !READ_ONLY.some((kind) => isObject(volume[kind])),
  );
  // The container runtime mounts a tmpfs there.
  return ['/dev/shm', ...mounts.map(({ mountPath }) => posix.resolve('/', mountPath))];
}
