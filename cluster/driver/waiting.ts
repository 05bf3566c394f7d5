import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds between two looks. */
const BETWEEN = 100;

/**
 * Looks until there is something to see: what is neither `undefined` nor `false`. A look that throws saw nothing.
 *
 * @throws when there is nothing in time, with what the last look threw
 */
export async function eventually<T>(
  what: string,
  withinSeconds: number,
  look: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + withinSeconds * 1000;
  for (let reason = ''; ; await sleep(BETWEEN)) {
    try {
      const seen = await look();
      if (seen !== undefined && seen !== false) {
        return seen as Exclude<T, undefined | false>;
      }
    } catch (error) {
      reason = `; ${(error as Error).message}`;
    }
    if (Date.now() > deadline) {
      throw new Error(`${what}: not within ${withinSeconds} s${reason}`);
    }
  }
}
