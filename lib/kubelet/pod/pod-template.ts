import type { InitContainerTemplate } from './init-container';
import type { Probes } from '../prober/probe';

/** A container that runs for the pod's whole life, as the kubelet reads it; what runs in it, the runtime knows. Times in milliseconds. */
export interface ContainerTemplate {
  readonly name: string;
  readonly probes: Probes;
  readonly preStop: number;
}

/** What starts before the containers, one after the other: what runs to its end, and what runs beside them (`restartPolicy: Always`). */
export type InitStep<T extends ContainerTemplate> =
  { readonly kind: 'to its end'; readonly container: InitContainerTemplate } | { readonly kind: 'sidecar'; readonly container: T };

/** A pod as its template describes it. Times in milliseconds. */
export interface PodTemplate<T extends ContainerTemplate> {
  readonly initContainers: readonly InitStep<T>[];
  readonly containers: readonly T[];
  /** The container, or the sidecar, that requests reach. */
  readonly serving: string;
  readonly gracePeriod: number;
  /** Whether a container that ends is started again: not under `restartPolicy: Never`, which only a Pod of its own may have. */
  readonly restarts: boolean;
  /** Whether its endpoints count as ready from the first moment (`publishNotReadyAddresses`). */
  readonly publishNotReady: boolean;
}
