import type { Clock } from '../../../lib/kubelet/clock';
import type { KeptPod } from '../../../lib/simulation/controller/kept-pod';

/** What happens to a pod, in milliseconds after it was made, and how long after its deletion it is gone. */
export interface Life {
  readonly runs: number;
  readonly ready?: number;
  readonly unready?: number;
  readonly again?: number;
  readonly gone: number;
}

/** A pod that lives as it is told to. */
export class ScriptedPod implements KeptPod<string> {
  public readonly createdAt: number;
  public readySince: number | undefined;
  public pending = true;
  public alive = true;
  public gone = false;
  public readonly restarts = 0;
  public readonly inEndpoints = false;
  public readonly servesWhileTerminating = false;

  public constructor(
    private readonly clock: Clock,
    /** `B3`: the third of template B. */
    public readonly name: string,
    public readonly template: string,
    private readonly life: Life,
    private readonly changed: (what?: 'deleted') => void,
  ) {
    this.createdAt = clock.now;
    this.after(life.runs, () => (this.pending = false));
    this.after(life.ready, () => (this.readySince = clock.now));
    this.after(life.unready, () => (this.readySince = undefined));
    this.after(life.again, () => (this.readySince = clock.now));
  }

  public get ready(): boolean {
    return this.readySince !== undefined;
  }

  public delete(): void {
    if (this.alive) {
      this.alive = false;
      this.changed('deleted');
      this.clock.at(this.clock.now + this.life.gone, () => {
        this.gone = true;
        this.changed();
      });
    }
  }

  private after(milliseconds: number | undefined, change: () => void): void {
    if (milliseconds) {
      this.clock.at(this.createdAt + milliseconds, () => {
        if (this.alive) {
          change();
          this.changed();
        }
      });
    }
  }
}
