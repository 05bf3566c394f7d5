import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

/** What every user request needs refuses connections, from 30 s on. */
export function dependencyOutage(seconds: number): Scenario {
  return {
    name: seconds === 60 ? 'dependency-outage' : `dependency-outage-${seconds}s`,
    invariant: 'no container restarts because a dependency is down',
    duration: 30 + seconds + 120,
    disturb(world) {
      world.at(30, () => {
        world.dependency.state = 'refusing';
      });
      world.at(30 + seconds, () => {
        world.dependency.state = 'up';
      });
    },
    judge: ({ restarts }) => (restarts > 0 ? plural(restarts, 'restart') : undefined),
  };
}
