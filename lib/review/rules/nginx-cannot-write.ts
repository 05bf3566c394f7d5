import { imageName } from '../../application/image/image';
import type { Container } from '../../manifest/container';
import { listOf, objectOf } from '../../manifest/json';
import { mountsOf, type Workload } from '../../manifest/workload';
import { isWritable } from '../../manifest/writable-directory';
import { emptyDirEdits } from '../empty-dir-edit';
import { running } from '../pool';
import type { Rule } from '../rule';

/** The image that Docker maintains, or a copy of it under its own path: no image that somebody built from it. */
const OFFICIAL = /^(?:(?:.*\/)?library\/|docker\.io\/)?nginx$/;
const CONFIGURATION = '/etc/nginx/nginx.conf';

export const nginxCannotWrite: Rule = {
  id: 'nginx-cannot-write',
  model: 'chain',
  severity: 'error',
  summary: 'nginx cannot make its files on a read-only root file system',
  doc: {
    why:
      'nginx makes a directory for each kind of temporary file, and a file with its process id, before it serves. Where it cannot, ' +
      'it ends: the container restarts for ever.',
    fix: 'Mount an emptyDir at /var/cache/nginx and one at /run, or use nginxinc/nginx-unprivileged, which needs only /tmp.',
    judges:
      'The official image of nginx, started by its own command, with readOnlyRootFilesystem. Silent about the process id where a volume ' +
      'brings nginx.conf, and about the temporary files where one lies at or below /etc: they may name other places.',
    edits: 'Mounts an emptyDir at each place that is missing. Certain: without them nginx does not start.',
    source:
      'nginx: src/core/ngx_file.c, ngx_create_paths; src/core/ngx_cycle.c, ngx_create_pidfile; the image: --http-client-body-temp-path',
  },
  *check(reading) {
    for (const { workload, container } of running(reading)) {
      const missing = isReadOnlyNginx(container) ? unwritable(workload, container) : [];
      if (missing.length > 0) {
        yield {
          object: workload.object,
          container: container.name,
          path: [...container.path, 'securityContext', 'readOnlyRootFilesystem'],
          message: `the root file system is read-only, and nginx writes to ${missing.join(' and ')}, where no writable volume is`,
          consequence: 'nginx ends at its start, and the container is restarted for ever',
          fix: `mount an emptyDir at ${missing.join(' and one at ')}`,
          edits: emptyDirEdits(
            workload,
            container,
            missing.map((mountPath) => ({ name: `nginx-${mountPath === '/run' ? 'run' : 'cache'}`, mountPath })),
          ),
        };
      }
    }
  },
};

/** Other arguments than those of the image may name another configuration. */
function isReadOnlyNginx({ image, json }: Container): boolean {
  return (
    image !== undefined &&
    OFFICIAL.test(imageName(image)) &&
    objectOf(json.securityContext).readOnlyRootFilesystem === true &&
    [...listOf(json.command), ...listOf(json.args)].length === 0
  );
}

/** /var/run is a link to /run in the image. */
function unwritable(workload: Workload, container: Container): readonly string[] {
  const mounted = mountsOf(workload, container).map(({ mountPath }) => mountPath);
  const places = [
    ...(mounted.some((path) => path.startsWith('/etc')) ? [] : [['/var/cache/nginx']]),
    ...(mounted.some((path) => `${CONFIGURATION}/`.startsWith(`${path.replace(/\/$/, '')}/`)) ? [] : [['/run', '/var/run']]),
  ];
  return places.filter((names) => !names.some((place) => isWritable(workload, container, place))).map(([name]) => name);
}
