import type { Scenario } from '../simulation/scenario';

/** A new version, sound as the old one, is rolled out at 30 s. */
export const rollout: Scenario = {
  name: 'rollout',
  invariant: 'a rollout loses less than 0.1 % of the requests, and never all pods',
  duration: 600,
  disturb(world) {
    world.at(30, () => world.deployment.rollOut({ ...world.template }));
  },
  judge: ({ complete, answered, secondsWithoutReadyPod, requests }) =>
    !complete
      ? 'it does not come to an end in ten minutes'
      : secondsWithoutReadyPod > 0
        ? `${secondsWithoutReadyPod.toFixed(1)} s without a ready pod`
        : answered < 0.999
          ? `${((1 - answered) * 100).toFixed(2)} % of ${requests} requests were not answered`
          : undefined,
};
