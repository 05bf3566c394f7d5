import type { Scenario } from './scenario';

/** The kernel ends the container of the first pod for its memory, three times within two minutes. */
export const memorySqueeze: Scenario = {
  name: 'memory-squeeze',
  invariant: 'a container that runs out of memory comes back, and other pods serve meanwhile',
  duration: 300,
  disturb(world) {
    const [pod] = world.deployment.pods;
    for (const seconds of [30, 70, 110]) {
      world.at(seconds, () => pod?.runOutOfMemory());
    }
  },
  judge: ({ complete, secondsWithoutReadyPod }) => (secondsWithoutReadyPod > 0 ? `${secondsWithoutReadyPod.toFixed(1)} s without a ready pod`
    : complete ? undefined : 'not all pods are ready at the end'),
};
