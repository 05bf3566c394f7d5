import { Interrupted } from '../rehearsal/play';

/** Nothing when the user ended it: the process is ended first. */
export async function untilInterrupted<T>(body: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const interruption = new AbortController();
  const stop = () => interruption.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.once(signal, stop));
  try {
    return await body(interruption.signal);
  } catch (error) {
    if (error instanceof Interrupted) {
      return undefined;
    }
    throw error;
  } finally {
    signals.forEach((signal) => process.off(signal, stop));
  }
}
