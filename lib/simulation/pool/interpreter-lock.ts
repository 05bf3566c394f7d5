import type { Random } from '../../kubelet/random';

/**
 * Measured (docs/facts.md, "The interpreter lock"): with one other thread that computes, a request that computes next to nothing waits
 * 22 ms on average, as it needs the lock some four times, and each time the other keeps it for 5 ms (`sys.getswitchinterval`). With
 * more of them it waits for each, and the more there are, the more often it is passed over.
 */
const WAIT_PER_THREAD = 22;
const CROWD = 16;

/** The lock of a Python interpreter, as a thread meets it that other threads compete with. */
export class InterpreterLock {
  public constructor(private readonly random: Random) {}

  /**
   * Milliseconds until a thread has had the lock as often as a short request needs it.
   *
   * @param computing other threads that have work to do
   */
  public wait(computing: number): number {
    if (computing === 0) {
      return 0;
    }
    const mean = WAIT_PER_THREAD * computing * (1 + (computing / CROWD) ** 2);
    return this.random.exponential(mean / 2) + this.random.exponential(mean / 2);
  }
}
