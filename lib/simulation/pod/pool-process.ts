import type { PoolContainer } from './pool-pod-template';
import type { ProbeRole } from '../../conventions/probe-role';
import type { PodProcess, ProcessSurroundings } from '../../kubelet/pod/pod-process';
import type { Answer } from '../../kubelet/prober/probe';
import type { Dependency } from '../pool/dependency';
import type { Leak } from '../pool/leak';
import { Pool } from '../pool/pool';
import { put } from '../pool/question';
import type { Request } from '../pool/request';

/** A pool as the process of a container: the kubelet's probes ask it, and its ends are the container's. */
export class PoolProcess implements PodProcess {
  private readonly pool: Pool;

  public constructor(
    private readonly template: PoolContainer,
    private readonly dependency: Dependency,
    private readonly around: ProcessSurroundings,
  ) {
    const { clock, random, onExit, tell } = around;
    this.pool = new Pool({
      clock,
      random,
      dependency,
      onExit,
      settings: template.settings,
      onWorker: tell,
      onOutOfMemory: () => this.runOutOfMemory(),
    });
  }

  public get running(): boolean {
    return this.pool.running;
  }

  public ask(role: ProbeRole, answered: (answer: Answer) => void): void {
    const { questions, probes } = this.template;
    put(questions[role]!, this.pool, this.dependency, probes[role]!.timing.timeoutSeconds * 1000, answered);
  }

  public terminate(): void {
    this.pool.terminate();
  }

  public kill(): void {
    this.pool.kill();
  }

  public receive(request: Request): void {
    this.pool.receive(request);
  }

  /** The kernel ends the whole container (`memory.oom.group`). */
  public runOutOfMemory(): void {
    if (this.running) {
      this.around.tell('out of memory');
      this.pool.kill();
    }
  }

  public leak(leak: Leak): void {
    this.pool.leak(leak);
  }

  public stall(): void {
    this.pool.stall();
  }

  public stopMaster(): void {
    this.pool.stopMaster();
  }
}
