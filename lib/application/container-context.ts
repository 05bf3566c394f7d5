import type { Bundle } from '../manifest/bundle';
import type { Container } from '../manifest/container';
import type { Workload } from '../manifest/workload';
import type { Image } from './image/image';

/** A container and all that says what runs in it: the manifests around it, and its image where that was read. */
export interface ContainerContext {
  readonly bundle: Bundle;
  readonly workload: Workload;
  readonly container: Container;
  /** Nothing where the application of its image was not read. */
  readonly image?: Image;
}
