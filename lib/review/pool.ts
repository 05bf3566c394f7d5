import type { Bundle } from '../manifest/bundle';
import type { Container } from '../manifest/container';
import type { GunicornSettings } from '../application/server/gunicorn';
import { processOf, type Process } from '../application/process/process';
import type { Path } from '../manifest/path';
import type { Setting } from '../application/process/setting';
import type { Workload } from '../manifest/workload';

/** A container whose process is known, in a workload that is to run on. */
export interface Running {
  readonly workload: Workload;
  readonly container: Container;
  readonly process: Process;
}

/** A container that is known to run gunicorn. */
export interface Pool extends Running {
  readonly gunicorn: GunicornSettings;
}

/** Every container that is to run on, with its process. */
export function* running(bundle: Bundle): Iterable<Running> {
  for (const workload of bundle.workloads) {
    for (const container of workload.finite ? [] : workload.containers) {
      yield { workload, container, process: processOf(bundle, workload, container) };
    }
  }
}

/** Every container that is known to run gunicorn. */
export function* pools(bundle: Bundle): Iterable<Pool> {
  for (const each of running(bundle)) {
    if (each.process.gunicorn) {
      yield { ...each, gunicorn: each.process.gunicorn };
    }
  }
}

/** Where a setting is to be mended: where it is written, else the command line, else the container. */
export function pathOf({ container, process }: Running, setting?: Setting<unknown>): Path {
  return setting?.path ?? process.path ?? container.path;
}
