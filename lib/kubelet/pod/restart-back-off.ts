/** `pkg/kubelet/kubelet.go`, `initialCrashLoopBackOff` and `newCrashLoopBackOff`. Milliseconds. */
const INITIAL = 10_000;
/** `kubelet.go`: `crashLoopBackOff.HasExpiredFunc`. */
const FORGOTTEN_AFTER = 600_000;

/**
 * How long a container waits before it is started again (`kuberuntime_manager.go`, `doBackOff`, over client-go's
 * `flowcontrol.Backoff`): not at all at first, then 10 s, doubled each time; forgotten by a container that ran for ten minutes.
 */
export class RestartBackOff {
  private wait = 0;
  private lastRestart = -Infinity;

  /** @param longest `crashLoopBackOff.maxContainerRestartPeriod` of the kubelet, in milliseconds */
  public constructor(private readonly longest = 300_000) {}

  /** When a container that exited then is started again. */
  public next(exited: number): number {
    const forgotten = exited - this.lastRestart > FORGOTTEN_AFTER;
    const at = exited + (forgotten ? 0 : this.wait);
    this.wait = forgotten || this.wait === 0 ? Math.min(INITIAL, this.longest) : Math.min(2 * this.wait, this.longest);
    this.lastRestart = at;
    return at;
  }
}
