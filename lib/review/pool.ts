import type { GunicornSettings } from '../application/server/gunicorn';
import type { Process } from '../application/process/process';
import type { Setting } from '../application/process/setting';
import type { Container } from '../manifest/container';
import type { Path } from '../manifest/path';
import type { Workload } from '../manifest/workload';
import type { ContainerReading } from '../reading/container-reading';
import type { Reading } from '../reading/reading';

/** A container whose process is known, in a workload that is to run on. */
export interface Running {
  readonly workload: Workload;
  readonly container: Container;
  readonly process: Process;
  /** All that is known of it. */
  readonly reading: ContainerReading;
}

/** A container that is known to run gunicorn. */
export interface Pool extends Running {
  readonly gunicorn: GunicornSettings;
}

/** Every container that is to run on, with its process. */
export function* running(reading: Reading): Iterable<Running> {
  for (const { workload, containers } of reading.workloads) {
    for (const each of workload.finite ? [] : containers) {
      yield { workload, container: each.container, process: each.process, reading: each };
    }
  }
}

/** Every container that is known to run gunicorn. */
export function* pools(reading: Reading): Iterable<Pool> {
  for (const each of running(reading)) {
    if (each.process.gunicorn) {
      yield { ...each, gunicorn: each.process.gunicorn };
    }
  }
}

/** Where a setting is to be changed: where it is written, else the command line, else the container. */
export function pathOf({ container, process }: Running, setting?: Setting<unknown>): Path {
  return setting?.path ?? process.path ?? container.path;
}
