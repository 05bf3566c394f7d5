import type { Scenario } from '../simulation/scenario';

/** The nodes of the pods are drained one after the other from 30 s on: each eviction waits until the disruption budget allows it. */
export const drain: Scenario = {
  name: 'drain',
  invariant: 'draining the nodes loses less than 0.1 % of the requests, and never all pods',
  duration: 900,
  disturb(world) {
    const toEvict = [...world.deployment.pods];
    const evict = (): void => {
      const [pod] = toEvict;
      if (pod?.alive && world.disruptionsAllowed() > 0) {
        pod.delete();
      }
      if (pod && !pod.alive) {
        toEvict.shift();
      }
      if (toEvict.length) {
        // `kubectl drain` asks again after 5 s (`drain.go`, `evictPods`).
        world.clock.at(world.clock.now + 5_000, evict);
      }
    };
    world.at(30, evict);
  },
  judge: ({ complete, answered, secondsWithoutReadyPod }) =>
    secondsWithoutReadyPod > 0
      ? `${secondsWithoutReadyPod.toFixed(1)} s without a ready pod`
      : answered < 0.999
        ? `${((1 - answered) * 100).toFixed(2)} % of the requests were not answered`
        : complete
          ? undefined
          : 'not all pods are ready at the end',
};
