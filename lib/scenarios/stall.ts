import type { Scenario } from '../simulation/scenario';

/** Every process deadlocks at 30 s; the workers that are there answer nothing any more. */
export const stall: Scenario = {
  name: 'stall',
  invariant: 'a deadlocked process serves again within five minutes',
  duration: 330,
  disturb(world) {
    world.at(30, () => world.deployment.pods.forEach((pod) => pod.stall()));
  },
  judge: ({ complete, restarts, workerTimeouts }) =>
    restarts + workerTimeouts === 0
      ? 'nothing ends it: no liveness probe, no worker timeout that applies'
      : complete
        ? undefined
        : 'not all pods are ready again after five minutes',
};
