import { PoolProcess } from './pool-process';
import type { PoolContainer, PoolPodTemplate } from './pool-pod-template';
import { Pod, type PodSurroundings } from '../../kubelet/pod/pod';
import type { Dependency } from '../pool/dependency';
import type { Leak } from '../pool/leak';
import type { PodMaker } from '../controller/kept-pod';
import type { Request } from '../pool/request';

/** Where a pod of the simulation runs. */
export interface ServingPodSurroundings extends Omit<PodSurroundings<PoolContainer, PoolProcess>, 'runtime' | 'service'> {
  readonly dependency: Dependency;
}

/** A pod whose containers run pools: it takes requests, and its processes can be disturbed. */
export class ServingPod extends Pod<PoolContainer, PoolProcess> {
  private leaking: Leak | undefined;

  public constructor(name: string, template: PoolPodTemplate, around: ServingPodSurroundings) {
    const { dependency } = around;
    super(name, template, {
      ...around,
      service: dependency,
      runtime: {
        start: (container, surroundings) => {
          const process = new PoolProcess(container, dependency, surroundings);
          if (this.leaking && container.name === template.serving) {
            process.leak(this.leaking);
          }
          return process;
        },
      },
    });
  }

  public receive(request: Request): void {
    const { process } = this;
    if (process) {
      process.receive(request);
    } else {
      request.end('refused');
    }
  }

  /** The kernel ends the container that serves (`memory.oom.group`). */
  public runOutOfMemory(): void {
    this.process?.runOutOfMemory();
  }

  /** From now on, also after a restart, requests to the container that serves leave memory behind. */
  public leak(leak: Leak): void {
    this.leaking = leak;
    this.process?.leak(leak);
  }

  /** The workers that there are deadlock. */
  public stall(): void {
    this.process?.stall();
  }

  /** SIGSTOP to the master. */
  public stopMaster(): void {
    this.process?.stopMaster();
  }
}

/** Pods of the simulation, as a controller makes them. */
export function servingPods(around: Omit<ServingPodSurroundings, 'onChange'>): PodMaker<ServingPod> {
  return (name, template, onChange) => new ServingPod(name, template, { ...around, random: around.random.stream(name), onChange });
}
