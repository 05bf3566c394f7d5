import { notJudged, ofUsers } from './judgement';
import { capacity } from '../simulation/assumptions';
import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

/** A load of this part of what the pods can do, for three minutes. */
export function overload(part: number): Scenario {
  return {
    name: part === 1 ? 'overload' : `overload-${Math.round(part * 100)}`,
    invariant: 'no container restarts because it is busy',
    duration: 180,
    // Nobody overloads what has no users.
    assuming: (assumptions, settings) => ({ ...assumptions, load: assumptions.load && part * capacity(assumptions, settings) }),
    disturb: () => undefined,
    judge: ({ restarts }, model) =>
      model.users && !model.poolKnown
        ? notJudged('which server runs in the container is not known, nor how many requests it serves at a time')
        : ofUsers(model, restarts > 0 ? `${plural(restarts, 'restart')} of containers that were merely busy` : undefined),
  };
}
