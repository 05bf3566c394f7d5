import { notJudged } from './judgement';
import { servingOf } from '../simulation/pod/pool-pod-template';
import type { Scenario } from '../simulation/scenario';

/** Every process deadlocks at 30 s; the workers that are there answer nothing any more. */
export const stall: Scenario = {
  name: 'stall',
  invariant: 'a deadlocked process serves again within five minutes',
  duration: 330,
  disturb(world) {
    world.at(30, () => world.workload.pods.forEach((pod) => pod.stall()));
  },
  judge({ complete, restarts, workerTimeouts, requests }, model) {
    if (restarts + workerTimeouts > 0) {
      return complete ? undefined : 'not all pods are ready again after five minutes';
    }
    const liveness = servingOf(model.template(model.assumptions)).questions.liveness?.kind;
    const { concurrency, timeout } = model.pool;
    switch (liveness) {
      case undefined:
        return concurrency === 'sync' && timeout > 0 && requests === 0
          ? notJudged('no liveness probe, and nobody sends the requests that the timeout of a worker takes')
          : notJudged('nothing could end it: no liveness probe, and no worker timeout that applies');
      case 'connection':
        return 'nothing ends it: its liveness probe asks for a TCP connection, which the kernel accepts, and stays green';
      case 'command':
        return 'nothing ends it: its liveness probe runs a command that does not ask the process, and stays green';
      case 'refused':
        return notJudged('its liveness probe reaches nobody, stalled or not');
      case 'request':
        return 'nothing ends it in five minutes, its liveness probe least of all';
    }
  },
};
