import type { Seen } from './situation';

/** What was predicted for a situation, and what was observed. */
export interface Compared {
  /** With the same requests; where chance decides, also with others: where these differ, so may the machine. */
  readonly model: readonly Seen[];
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
/** A machine asks a little after its tick: what is one period early or late is so by some milliseconds more or less. Seconds. */
const TICK = 0.1;
const RESTARTS = 1;
const ANSWERED = 0.1;

/** In what the observed lies farther from what was predicted than it may. */
export function differences({ model, real }: Compared): string[] {
  const moments = (of: 'unreadyAfter' | 'readyAgainAfter') =>
    real[of] === undefined
      ? model.some((seen) => seen[of] === undefined)
      : near(
          real[of],
          model.map((seen) => seen[of]).filter((at): at is number => at !== undefined),
          PERIOD + TICK,
        );
  return [
    ...(near(
      real.restarts,
      model.map(({ restarts }) => restarts),
      RESTARTS,
    )
      ? []
      : ['restarts']),
    ...(near(
      real.answered,
      model.map(({ answered }) => answered),
      ANSWERED,
    )
      ? []
      : ['answered']),
    ...(moments('unreadyAfter') ? [] : ['unready']),
    ...(moments('readyAgainAfter') ? [] : ['ready again']),
  ];
}

/** Whether a value lies among the predictions, or not far beside them. */
export function near(value: number, predictions: readonly number[], tolerance: number): boolean {
  return value >= Math.min(...predictions) - tolerance && value <= Math.max(...predictions) + tolerance;
}
