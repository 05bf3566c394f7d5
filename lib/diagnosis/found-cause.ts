import type { ApiObject } from '../manifest/api-object';
import type { Cause, Sighting } from './cause';
import { depthOf } from './chain/link';
import { CAUSES } from './registry';
import type { State } from './state/state';

/** A cause that was seen. */
export interface FoundCause {
  readonly cause: Cause;
  readonly sighting: Sighting;
  readonly severity: 'error' | 'warning';
  /** The id of what it follows from, seen on the same subject. */
  readonly follows?: string;
}

/**
 * What is wrong, the likeliest first: errors before warnings, what others follow from before what follows, and then from
 * outside in, as a request comes.
 */
export function findCauses(state: State, causes: readonly Cause[] = CAUSES): readonly FoundCause[] {
  const seen = causes.flatMap((cause) => [...cause.see(state)].map((sighting) => ({ cause, sighting })));
  const first = new Map<ApiObject, string>();
  for (const { cause, sighting } of seen.filter(({ cause: { follows } }) => !follows)) {
    first.set(sighting.subject, first.get(sighting.subject) ?? cause.id);
  }
  return seen
    .map(({ cause, sighting }): FoundCause => {
      const follows = cause.follows ? first.get(sighting.subject) : undefined;
      return { cause, sighting, severity: sighting.severity ?? cause.severity, ...(follows !== undefined && { follows }) };
    })
    .sort(
      (one, other) =>
        Number(one.severity !== 'error') - Number(other.severity !== 'error') ||
        Number(one.cause.follows === true) - Number(other.cause.follows === true) ||
        depthOf(one.cause.link) - depthOf(other.cause.link),
    );
}
