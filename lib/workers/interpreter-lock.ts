/**
 * Measured (docs/facts.md, "The interpreter lock"): with one other thread that computes, a request that computes next to nothing waits
 * 22 ms on average, as it needs the lock some four times, and each time the other keeps it for 5 ms (`sys.getswitchinterval`). With
 * more of them it waits for each, and the more there are, the more often it is passed over.
 */
const WAIT_PER_THREAD = 0.022;
const CROWD = 16;

/**
 * Seconds, on average, until a thread has had the lock of its interpreter as often as a short request needs it. The wait is spread as
 * the sum of two that are exponential, each half as long.
 *
 * @param computing other threads of its process that have work to do
 */
export function meanLockWait(computing: number): number {
  return WAIT_PER_THREAD * computing * (1 + (computing / CROWD) ** 2);
}

/** Within which 99 of 100 waits are over, in relation to the mean of a sum of two exponential ones. */
export const LONG_LOCK_WAIT = 3.32;
