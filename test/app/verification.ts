import type { Seen } from './situation';

/** What was predicted for a situation, and what was observed. */
export interface Compared {
  readonly model: Seen;
  readonly real: Seen;
}

/** A run of the suite: what `docs/verification.md` is written from. */
export interface Verification {
  readonly cores: number;
  /** Seconds. */
  readonly lasts: number;
  readonly rows: readonly (Compared & { readonly name: string })[];
}

/** The period of the readiness probes, those of the manifest and those of the incident. Seconds. */
const PERIOD = 5;
const RESTARTS = 1;
const ANSWERED = 0.1;

/** In what the two differ by more than they may. */
export function differences({ model, real }: Compared): string[] {
  return [
    ...(Math.abs(model.restarts - real.restarts) > RESTARTS ? ['restarts'] : []),
    ...(Math.abs(model.answered - real.answered) > ANSWERED ? ['answered'] : []),
    ...(apart(model.unreadyAfter, real.unreadyAfter) > PERIOD ? ['unready'] : []),
    ...(apart(model.readyAgainAfter, real.readyAgainAfter) > PERIOD ? ['ready again'] : []),
  ];
}

/** Endless where only one of them happened. */
function apart(one: number | undefined, other: number | undefined): number {
  return one === other ? 0 : Math.abs((one ?? Infinity) - (other ?? Infinity));
}
