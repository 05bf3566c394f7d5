import { posix } from 'node:path';
import { mountsOf } from '../../manifest/workload';
import { running } from '../pool';
import type { Rule } from '../rule';

export const volumeShadowsImagePath: Rule = {
  id: 'volume-shadows-image-path',
  model: 'chain',
  severity: 'warning',
  summary: 'A volume hides files that the image has there',
  doc: {
    why:
      'A mount covers the whole directory. The application, or the script that starts it, is gone: the container exits, or serves ' +
      'what a volume happened to hold.',
    fix: 'Mount one file with subPath, or mount beside the application.',
    judges: 'With `--app`: a volume without subPath at a directory into which the Dockerfile copies, or above one.',
    source: 'https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      const image = reading.container(workload, container).image;
      for (const { mountPath, subPath } of image ? mountsOf(workload, container) : []) {
        const directory = posix.resolve('/', mountPath);
        const hidden =
          subPath === undefined ? image!.copied.find((target) => target === directory || target.startsWith(`${directory}/`)) : undefined;
        if (hidden !== undefined) {
          yield {
            object: workload.object,
            container: container.name,
            path: [...container.path, 'volumeMounts'],
            message: `a volume at ${mountPath} hides ${hidden}, which ${image!.origin} copies there`,
            consequence: 'the application does not find its own files',
            fix: 'mount single files with subPath, or another directory',
          };
        }
      }
    }
  },
};
