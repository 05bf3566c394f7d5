import type { Random } from '../../kubelet/random';

/** A part of the requests that takes this long each. */
export interface ServiceTime {
  /** Of all requests, 0 to 1. */
  readonly share: number;
  /** Seconds on an idle process. */
  readonly seconds: number;
}

/** When requests come: at random and independent of each other, or one after the other at the same distance. */
export type Arrivals = 'random' | 'steady';

/** Draws the milliseconds that a request takes on an idle process: exponentially around a mean, or one of those that were stated. */
export function serviceTimes(mean: number, mixed: readonly ServiceTime[] | undefined): (random: Random) => number {
  if (!mixed) {
    return (random) => random.exponential(mean);
  }
  return (random) => {
    let lot = random.uniform();
    for (const { share, seconds } of mixed) {
      lot -= share;
      if (lot < 0) {
        return seconds * 1000;
      }
    }
    return mixed[mixed.length - 1].seconds * 1000;
  };
}

/** The mean of mixed times. Seconds. */
export function meanOf(mixed: readonly ServiceTime[]): number {
  return mixed.reduce((sum, { share, seconds }) => sum + share * seconds, 0);
}
