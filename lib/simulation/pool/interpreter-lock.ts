import { milliseconds } from '../time';
import type { Random } from '../../kubelet/random';
import { meanLockWait } from '../../workers/interpreter-lock';

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
    const half = milliseconds(meanLockWait(computing)) / 2;
    return this.random.exponential(half) + this.random.exponential(half);
  }
}
