import type { Scenario } from '../simulation/scenario';
import { withBoot } from '../simulation/pod/pool-pod-template';

/** A new version whose workers never get to serve is rolled out at 30 s. */
export const badRelease: Scenario = {
  name: 'bad-release',
  invariant: 'a version that never serves replaces none that does: the old capacity stays',
  duration: 600,
  disturb(world) {
    const { template } = world;
    world.at(30, () => world.deployment.rollOut(withBoot(template, 24 * 3600 * 1000)));
  },
  judge: ({ answered, secondsWithoutReadyPod }) =>
    secondsWithoutReadyPod > 0
      ? `${secondsWithoutReadyPod.toFixed(1)} s without a ready pod`
      : answered < 0.99
        ? `${((1 - answered) * 100).toFixed(1)} % of the requests were not answered: broken pods count as ready`
        : undefined,
};
