import type { Images } from '../application/image/images';
import { Bundle } from '../manifest/bundle';
import type { Container } from '../manifest/container';
import type { Document } from '../manifest/input/document';
import type { Workload } from '../manifest/workload';
import type { ContainerReading } from './container-reading';
import { WorkloadReading } from './workload-reading';

/**
 * What is judged together: the objects of the manifests, and what was read of the applications in their images. Review,
 * simulation, difference, rehearsal and sizing take every fact of a workload from here, so that no two of them differ in it.
 */
export class Reading {
  private readonly read = new Map<Workload, WorkloadReading>();

  public constructor(
    public readonly bundle: Bundle,
    private readonly images: Images = new Map(),
  ) {}

  /** @param objects plain JSON; what is no Kubernetes object is passed over */
  public static ofObjects(objects: readonly unknown[], images?: Images): Reading {
    return new Reading(new Bundle(objects), images);
  }

  /** Of documents that were read from files. */
  public static ofDocuments(documents: readonly Document[], images?: Images): Reading {
    return Reading.ofObjects(
      documents.map(({ json }) => json),
      images,
    );
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
