import type { InitContainerTemplate } from './init-container';
import type { Question } from './question';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Probes } from '../prober/probe';
import type { PoolSettings } from '../../simulation/pool/pool-settings';

/** A container that runs for the pod's whole life, as the template describes it. Times in milliseconds. */
export interface ContainerTemplate {
  readonly name: string;
  readonly settings: PoolSettings;
  readonly probes: Probes;
  readonly questions: { readonly [role in ProbeRole]?: Question };
  readonly preStop: number;
}

/** What starts before the containers, one after the other: what runs to its end, and what runs beside them (`restartPolicy: Always`). */
export type InitStep =
  | { readonly kind: 'to its end'; readonly container: InitContainerTemplate }
  | { readonly kind: 'sidecar'; readonly container: ContainerTemplate };

/** A pod as its template describes it. Times in milliseconds. */
export interface PodTemplate {
  readonly initContainers: readonly InitStep[];
  readonly containers: readonly ContainerTemplate[];
  /** The container, or the sidecar, that requests reach. */
  readonly serving: string;
  readonly gracePeriod: number;
  /** Whether a container that ends is started again: not under `restartPolicy: Never`, which only a Pod of its own may have. */
  readonly restarts: boolean;
  /** Whether its endpoints count as ready from the first moment (`publishNotReadyAddresses`). */
  readonly publishNotReady: boolean;
}

/** Containers and sidecars: everything that has probes. */
export function lastingContainersOf({ initContainers, containers }: PodTemplate): readonly ContainerTemplate[] {
  return [...containers, ...initContainers.flatMap((step) => (step.kind === 'sidecar' ? [step.container] : []))];
}

/** The container that requests reach. */
export function servingOf(template: PodTemplate): ContainerTemplate {
  return lastingContainersOf(template).find(({ name }) => name === template.serving)!;
}

/** The same pod with another boot time of the process that serves. */
export function withBoot(template: PodTemplate, boot: number): PodTemplate {
  const slower = (container: ContainerTemplate): ContainerTemplate =>
    container.name === template.serving ? { ...container, settings: { ...container.settings, boot } } : container;
  return {
    ...template,
    containers: template.containers.map(slower),
    initContainers: template.initContainers.map((step) =>
      step.kind === 'sidecar' ? { ...step, container: slower(step.container) } : step,
    ),
  };
}
