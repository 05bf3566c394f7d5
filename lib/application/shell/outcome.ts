import type { Value } from '../value';

/** How a command came out: as a condition has it, `ran` for a program that is expected to succeed, or that nothing comes after it. */
export type Outcome = Value | 'ran' | 'ended' | 'returned';

/** Whether nothing of the commands after it is reached. */
export function isEnd(outcome: Outcome): outcome is 'ended' | 'returned' {
  return outcome === 'ended' || outcome === 'returned';
}

/** Where a command stands. */
export interface Context {
  readonly detached: boolean;
  readonly conditional: boolean;
}
