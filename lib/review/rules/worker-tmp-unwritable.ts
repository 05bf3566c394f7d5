import { valueIn } from '../../manifest/environment';
import { objectOf, textOf } from '../../manifest/json';
import { hasHole } from '../../manifest/partial-text';
import { isKnown } from '../../application/process/setting';
import { isWritable } from '../../manifest/writable-directory';
import { imageAddsNothing } from '../assumption';
import { emptyDirEdits } from '../empty-dir-edit';
import { pools, type Pool } from '../pool';
import type { Rule } from '../rule';

/** Where Python's tempfile looks, after the variables and before the working directory (`_candidate_tempdir_list`). */
const CANDIDATES = ['/tmp', '/var/tmp', '/usr/tmp'];

export const workerTmpUnwritable: Rule = {
  id: 'worker-tmp-unwritable',
  model: 'capacity',
  severity: 'error',
  summary: 'gunicorn finds no directory for the heartbeat files of its workers',
  doc: {
    why:
      'Each worker keeps a file open that its master watches. With readOnlyRootFilesystem and no writable directory gunicorn ' +
      'cannot make it and exits at its start.',
    fix: 'Mount an emptyDir (medium: Memory) at /tmp, or set --worker-tmp-dir /dev/shm.',
    judges:
      'gunicorn pools in a container with readOnlyRootFilesystem: the worker_tmp_dir, or where there is none the places that ' +
      'Python tries (TMPDIR, TEMP, TMP, /tmp, ' +
      '/var/tmp, /usr/tmp, the working directory), against the writable volumes. /dev/shm is always writable.',
    edits: 'Mounts an emptyDir at /tmp where no directory is named. Certain: without one gunicorn does not start.',
    source: 'gunicorn/workers/workertmp.py; Lib/tempfile.py, _candidate_tempdir_list; facts, "How gunicorn decides"',
  },
  *check(reading) {
    for (const pool of pools(reading)) {
      const {
        workload,
        container,
        gunicorn: { workerTmpDir },
      } = pool;
      if (objectOf(container.json.securityContext).readOnlyRootFilesystem !== true || !isKnown(workerTmpDir)) {
        continue;
      }
      const places = workerTmpDir.value === null ? placesOf(pool) : [workerTmpDir.value];
      if (places.some((place) => hasHole(place) || isWritable(workload, container, place))) {
        continue;
      }
      const { words, severity } = imageAddsNothing(workerTmpDir.assumed);
      yield {
        object: workload.object,
        container: container.name,
        path: [...container.path, 'securityContext', 'readOnlyRootFilesystem'],
        severity,
        message:
          `the root file system is read-only, and none of ${places.join(', ')} (${workerTmpDir.origin}${words}) is a writable ` + 'volume',
        consequence: 'gunicorn exits at its start: no usable temporary directory',
        fix: `mount an emptyDir at ${places[0]}, or set --worker-tmp-dir /dev/shm`,
        ...(workerTmpDir.value === null && { edits: emptyDirEdits(workload, container, [{ name: 'tmp', mountPath: '/tmp' }]) }),
      };
    }
  },
};

/** A working directory that the pod does not set is the image's own: it lies on the read-only root unless a volume covers it. */
function placesOf({ container, process: { environment } }: Pool): readonly string[] {
  const variables = ['TMPDIR', 'TEMP', 'TMP']
    .map((name) => valueIn(environment, name))
    .filter((value) => value !== undefined && value !== '');
  return [...(variables as string[]), ...CANDIDATES, ...[textOf(container.json.workingDir)].filter((directory) => directory !== undefined)];
}
