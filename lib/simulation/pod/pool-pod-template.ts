import type { ProbeRole } from '../../conventions/probe-role';
import type { ContainerTemplate, InitStep, PodTemplate } from '../../kubelet/pod/pod-template';
import type { PoolSettings } from '../pool/pool-settings';
import type { Question } from '../pool/question';

/** A container that runs a pool, and what its probes ask of it. Times in milliseconds. */
export interface PoolContainer extends ContainerTemplate {
  readonly settings: PoolSettings;
  readonly questions: { readonly [role in ProbeRole]?: Question };
}

/** A pod of such containers. Plain data: two that are alike are equal. */
export type PoolPodTemplate = PodTemplate<PoolContainer>;

/** What starts before the containers of such a pod. */
export type PoolInitStep = InitStep<PoolContainer>;

/** The container that requests reach. */
export function servingOf({ containers, initContainers, serving }: PoolPodTemplate): PoolContainer {
  const sidecars = initContainers.flatMap((step) => (step.kind === 'sidecar' ? [step.container] : []));
  return [...containers, ...sidecars].find(({ name }) => name === serving)!;
}

/** The same pod with another boot time of the process that serves. */
export function withBoot(template: PoolPodTemplate, boot: number): PoolPodTemplate {
  const slower = (container: PoolContainer): PoolContainer =>
    container.name === template.serving ? { ...container, settings: { ...container.settings, boot } } : container;
  return {
    ...template,
    containers: template.containers.map(slower),
    initContainers: template.initContainers.map((step) =>
      step.kind === 'sidecar' ? { ...step, container: slower(step.container) } : step,
    ),
  };
}
