import { posix } from 'node:path';
import type { Container } from './container';
import { isObject, listOf, objectOf } from './json';
import { mountsOf, type Workload } from './workload';

/** Volumes that the kubelet mounts read-only, whatever the mount says (`pkg/volume`: configmap, secret, downwardapi, projected; image). */
const READ_ONLY = ['configMap', 'secret', 'downwardAPI', 'projected', 'image'];

/** The directories of a container that can be written to although its root file system is read-only. */
function writableDirectories(workload: Workload, container: Container): readonly string[] {
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

/** Whether a path lies on a volume that can be written to. */
export function isWritable(workload: Workload, container: Container, place: string): boolean {
  const path = posix.resolve('/', place);
  return writableDirectories(workload, container).some(
    (directory) => path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`),
  );
}
