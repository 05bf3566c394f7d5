import { drawnFrom } from '../kubelet/prober/chance';
import { ContainerProber } from '../kubelet/prober/container-prober';
import type { Probes } from '../kubelet/prober/probe';
import { Random } from '../kubelet/random';
import { probesOf, type Container } from '../manifest/container';
import { ask } from './asking/ask';
import type { Asked } from './asking/reply';
import type { Transition } from './evidence';
import { MachineClock } from './machine-clock';

/** The kubelet's part: its prober on real time. It restarts nothing; what it would have done is in the transitions. */
export class KubeletPlay {
  public readonly transitions: Transition[] = [];
  private readonly clock = new MachineClock();
  private readonly prober: ContainerProber;

  /** Begins with the container. */
  public constructor(container: Container, asked: Asked) {
    const probes = new Map(probesOf(container).map((probe) => [probe.role, probe]));
    this.prober = new ContainerProber({
      clock: this.clock,
      chance: drawnFrom(Random.seeded(1)),
      probes: Object.fromEntries(probes) as Probes,
      ask: (role, answer) => void ask(probes.get(role)!, asked).then(({ answer: { result, again } }) => answer(again ? 'unknown' : result)),
      onResult: (role, result) => {
        this.transitions.push({ at: this.clock.now / 1000, role, result });
        this.prober.sync();
      },
    });
    this.prober.containerStarted();
  }

  /** Seconds since the container was started. */
  public get now(): number {
    return this.clock.now / 1000;
  }

  public get ready(): boolean {
    return this.prober.ready;
  }

  /** The pod is to end: readiness alone goes on. */
  public terminating(): void {
    this.prober.podTerminating();
  }

  public over(): void {
    this.prober.podTerminated();
  }
}
