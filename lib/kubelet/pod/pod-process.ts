import type { PodEventKind } from './pod-event';
import type { ContainerTemplate } from './pod-template';
import type { ProbeRole } from '../../conventions/probe-role';
import type { Clock } from '../clock';
import type { Answer } from '../prober/probe';
import type { Random } from '../random';

/** What runs in a container from its start to its exit, as far as the kubelet meets it. */
export interface PodProcess {
  readonly running: boolean;
  /** Asks what a probe of its container asks; it answers once, when it likes, or never. */
  ask(role: ProbeRole, answered: (answer: Answer) => void): void;
  /** SIGTERM. */
  terminate(): void;
  /** SIGKILL. */
  kill(): void;
}

/** What a process is started with. */
export interface ProcessSurroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly onExit: () => void;
  /** Something happened to it that belongs into the timeline of its pod. */
  readonly tell: (kind: PodEventKind) => void;
}

/** Starts what a container's template describes: the runtime of a node. */
export interface ContainerRuntime<T extends ContainerTemplate, P extends PodProcess> {
  start(template: T, around: ProcessSurroundings): P;
}
