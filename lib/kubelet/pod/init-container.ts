import type { RestartBackOff } from './restart-back-off';
import type { Clock } from '../clock';
import type { AwaitedService } from './awaited-service';

/** How an init container deals with a service that is down. Times in milliseconds. */
export interface Wait {
  /** Between attempts. */
  readonly interval: number;
  /** From its start until it fails; 0 where it fails at its first attempt, `Infinity` where it never gives up. */
  readonly patience: number;
}

/** An init container that runs to its end before the next one starts. Times in milliseconds. */
export interface InitContainerTemplate {
  readonly name: string;
  /** How long it runs where it waits for nothing. */
  readonly duration: number;
  /** Nothing where it needs no other service. */
  readonly wait?: Wait;
}

export interface InitContainerProps {
  readonly clock: Clock;
  readonly service: AwaitedService;
  readonly backOff: RestartBackOff;
  /** Whether it is started again when it has failed. */
  readonly restarts: boolean;
  readonly onDone: () => void;
  readonly onFailed: () => void;
}

/**
 * Runs until it has succeeded once, again after each failure and with the back-off of any other container
 * (`pkg/kubelet/kuberuntime/kuberuntime_container.go`, `computeInitContainerActions`; `kuberuntime_manager.go`, `doBackOff`).
 */
export class InitContainer {
  private cancelled = false;

  public constructor(
    private readonly template: InitContainerTemplate,
    private readonly props: InitContainerProps,
  ) {
    this.start();
  }

  /** The pod ends; a process that only waits ends with it. */
  public cancel(): void {
    this.cancelled = true;
  }

  private start(): void {
    const { clock } = this.props;
    const givesUpAt = clock.now + (this.template.wait?.patience ?? 0);
    this.later(clock.now + this.template.duration, () => this.attempt(givesUpAt));
  }

  private attempt(givesUpAt: number): void {
    const { clock, service } = this.props;
    const { wait } = this.template;
    if (!wait || service.state === 'up') {
      this.props.onDone();
      return;
    }
    // An attempt that hangs is over when it gives up on the service, or with the bound; where none is left before the bound, it
    // fails at once, as the script of `WaitForMigrations` does.
    const over = clock.now + (service.state === 'hanging' ? service.patience : 0);
    const next = Math.max(over, clock.now + wait.interval);
    if (next < givesUpAt) {
      this.later(next, () => this.attempt(givesUpAt));
    } else {
      this.later(givesUpAt > clock.now ? Math.min(over, givesUpAt) : over, () => this.fail());
    }
  }

  private fail(): void {
    const { clock, backOff, restarts } = this.props;
    this.props.onFailed();
    if (restarts) {
      this.later(backOff.next(clock.now), () => this.start());
    }
  }

  private later(time: number, happen: () => void): void {
    this.props.clock.at(time, () => {
      if (!this.cancelled) {
        happen();
      }
    });
  }
}
