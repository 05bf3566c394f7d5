import { posix } from 'node:path';
import type { Bundle } from './bundle';
import type { Container } from './container';
import { listOf, objectOf, shown, textMapOf, textOf, type JsonObject } from './json';
import { mountsOf, type Workload } from './workload';

/** A file that a ConfigMap puts into a container. */
export interface MountedFile {
  /** Its place in the container. */
  readonly path: string;
  readonly text: string;
  /** `ConfigMap settings, key gunicorn.conf.py`. */
  readonly origin: string;
}

/** The files that ConfigMaps of the bundle put into a container, projected volumes included. */
export function mountedFiles(bundle: Bundle, workload: Workload, container: Container): readonly MountedFile[] {
  return mountsOf(workload, container).flatMap(({ volume, mountPath, subPath }) =>
    filesOf(bundle, workload, volume)
      .filter(({ path }) => subPath === undefined || path === subPath)
      .map((file) => ({ ...file, path: subPath === undefined ? posix.join(mountPath, file.path) : mountPath })),
  );
}

function filesOf(bundle: Bundle, workload: Workload, volume: JsonObject): MountedFile[] {
  const sources = [volume, ...listOf(objectOf(volume.projected).sources).map(objectOf)];
  return sources
    .map(({ configMap }) => objectOf(configMap))
    .flatMap((source) => {
      const name = textOf(source.name);
      const configMap = name && bundle.find('', 'ConfigMap', workload.object.namespace, name);
      if (!configMap) {
        return [];
      }
      const data = textMapOf(configMap.json.data);
      const items = Array.isArray(source.items)
        ? source.items.map(objectOf).map((item): [unknown, unknown] => [item.key, item.path])
        : [...data.keys()].map((key): [unknown, unknown] => [key, key]);
      return items.flatMap(([key, path]) => {
        const text = typeof key === 'string' ? data.get(key) : undefined;
        return text !== undefined && typeof path === 'string' ? [{ path, text, origin: `ConfigMap ${name}, key ${shown(key)}` }] : [];
      });
    });
}
