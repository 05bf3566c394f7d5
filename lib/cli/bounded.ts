import { createContext, runInContext, type Context } from 'node:vm';
import { UsageError } from './command';

/** A thousand times what the manifests of a large estate take. Milliseconds. */
const LONGEST = 60_000;

/** One for all work of a process: to make it takes two milliseconds. */
let context: Context | undefined;

/**
 * Does work that foreign input decides the size of: what never comes to an end, or to more than there is room for, is input that cannot
 * be used, and no fault of probewise. V8 itself stops it, wherever it is.
 *
 * @throws UsageError
 */
export function bounded<T>(what: string, work: () => T, longest = LONGEST): T {
  try {
    context ??= createContext({});
    context.work = work;
    return runInContext('work()', context, { timeout: longest }) as T;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
      throw new UsageError(
        `${what} took more than ${longest / 1000} s, and was given up; name less at once, or leave out what is generated`,
      );
    }
    if (error instanceof RangeError) {
      throw new UsageError(`${what} needs more than there is room for (${message}); name less at once, or leave out what is generated`);
    }
    throw error;
  }
}
