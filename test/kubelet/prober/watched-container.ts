import { VirtualClock } from '../../../lib/kubelet/clock';
import { drawnFrom } from '../../../lib/kubelet/prober/chance';
import { ContainerProber } from '../../../lib/kubelet/prober/container-prober';
import type { Answer, Probes } from '../../../lib/kubelet/prober/probe';
import { Random } from '../../../lib/kubelet/random';
import type { ProbeRole } from '../../../lib/conventions/probe-role';

/** What becomes of a question that is put at a time: answered after so many milliseconds, or never. */
export type World = (role: ProbeRole, asked: number) => { readonly after: number; readonly answer: Answer } | undefined;

/** A container with probes, and a kubelet that syncs whenever a result changes. All times are milliseconds. */
export class WatchedContainer {
  public readonly clock = new VirtualClock();
  public readonly prober: ContainerProber;
  /** When liveness or startup first condemned it. */
  public condemned: number | undefined;
  public startedAt: number | undefined;
  public readyAt: number | undefined;
  /** When it was last taken out of the endpoints. */
  public removedAt: number | undefined;

  /**
   * @param seed draws what the kubelet leaves to chance, the phase of each worker among it
   * @param runs when the container starts; the pod is added at 0
   */
  public constructor(probes: Probes, world: World, { seed, runs }: { readonly seed: number; readonly runs: number }) {
    const { clock } = this;
    this.prober = new ContainerProber({
      clock,
      probes,
      chance: drawnFrom(Random.seeded(seed)),
      kubeletStarted: 0,
      ask: (role, answer) => {
        const given = world(role, clock.now);
        if (given) {
          clock.at(clock.now + given.after, () => answer(given.answer));
        }
      },
      onResult: (role, result) => {
        if (role !== 'readiness' && result === 'failure') {
          this.condemned ??= clock.now;
        }
        this.sync();
      },
    });
    clock.at(runs, () => {
      this.prober.containerStarted();
      this.look();
    });
  }

  /** The kubelet syncs the pod. */
  public sync(): void {
    this.prober.sync();
    this.look();
  }

  private look(): void {
    const {
      clock: { now },
      prober: { started, ready },
    } = this;
    if (started) {
      this.startedAt ??= now;
    }
    if (ready) {
      this.readyAt ??= now;
      this.removedAt = undefined;
    } else if (this.readyAt !== undefined) {
      this.removedAt ??= now;
    }
  }
}
