import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

/** What every user request needs takes connections and never answers: 60 s from 30 s on. */
export const dependencyHang: Scenario = {
  name: 'dependency-hang',
  invariant: 'no container restarts because a dependency hangs',
  duration: 240,
  disturb(world) {
    world.at(30, () => {
      world.dependency.state = 'hanging';
    });
    world.at(90, () => {
      world.dependency.state = 'up';
    });
  },
  judge: ({ restarts }) => (restarts > 0 ? plural(restarts, 'restart') : undefined),
};
