import type { Images } from '../application/image/images';
import { Bundle } from '../manifest/bundle';
import type { Container } from '../manifest/container';
import type { ApiObject } from '../manifest/api-object';
import type { Extent } from '../manifest/extent';
import type { Document } from '../manifest/input/document';
import type { Path } from '../manifest/path';
import type { Workload } from '../manifest/workload';
import type { ContainerReading } from './container-reading';
import { WorkloadReading } from './workload-reading';

/** A key that stands twice in one map, of which the last counts. */
export interface DuplicateKey {
  readonly object: ApiObject;
  readonly path: Path;
}

/**
 * What is judged together: the objects of the manifests, and what was read of the applications in their images. Review,
 * simulation, difference, rehearsal and sizing take every fact of a workload from here, so that no two of them differ in it.
 */
export class Reading {
  private readonly read = new Map<Workload, WorkloadReading>();

  public constructor(
    public readonly bundle: Bundle,
    private readonly images: Images = new Map(),
    /** Keys that stand twice in one map of an object, in its own text. */
    public readonly duplicateKeys: readonly DuplicateKey[] = [],
  ) {}

  /** @param objects plain JSON; what is no Kubernetes object is passed over */
  public static ofObjects(objects: readonly unknown[], images?: Images, extent?: Extent): Reading {
    return new Reading(new Bundle(objects, extent), images);
  }

  /** Of documents that were read from files. */
  public static ofDocuments(documents: readonly Document[], images?: Images, extent?: Extent): Reading {
    const bundle = new Bundle(
      documents.map(({ json }) => json),
      extent,
    );
    return new Reading(bundle, images, duplicateKeysIn(documents, bundle));
  }

  public get workloads(): readonly WorkloadReading[] {
    return this.bundle.workloads.map((workload) => this.of(workload));
  }

  /** What is known of a workload. */
  public of(workload: Workload): WorkloadReading {
    const known = this.read.get(workload) ?? new WorkloadReading(this.bundle, workload, this.images);
    this.read.set(workload, known);
    return known;
  }

  /** What is known of a container. */
  public container(workload: Workload, container: Container): ContainerReading {
    return this.of(workload).container(container);
  }
}

/** What stands outside of every object, beside the items of a List, concerns none. */
function duplicateKeysIn(documents: readonly Document[], { objects }: Bundle): DuplicateKey[] {
  const written = documents.filter(({ duplicateKeys }) => duplicateKeys.length > 0);
  const byJson = new Map<unknown, ApiObject>(written.length ? objects.map((object) => [object.json, object]) : []);
  return written.flatMap(({ json, duplicateKeys }) =>
    duplicateKeys.flatMap((path) => {
      let value: unknown = json;
      for (let depth = 0; depth <= path.length; depth++) {
        const object = byJson.get(value);
        if (object) {
          return [{ object, path: path.slice(depth) }];
        }
        value = Object(value)[path[depth]];
      }
      return [];
    }),
  );
}
