import { notJudged, withoutReadyPod } from './judgement';
import { servingOf } from '../simulation/pod/pool-pod-template';
import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

const KIBIBYTE = 1024;

/**
 * For two minutes from 30 s on, every request to the first pod leaves memory behind in its worker, which weighs what was
 * measured; whom the kernel kills at the limit is the kubelet's choice.
 */
export const memorySqueeze: Scenario = {
  name: 'memory-squeeze',
  invariant: 'a container that runs out of memory comes back, and other pods serve meanwhile',
  duration: 300,
  disturb(world) {
    const [pod] = world.workload.pods;
    const { leak, singleProcessOOMKill } = world.assumptions;
    if (servingOf(world.template).settings.memory) {
      const victim = singleProcessOOMKill ? 'worker' : 'container';
      world.at(30, () => pod?.leak({ growth: leak * KIBIBYTE, victim }));
      world.at(150, () => pod?.leak({ growth: 0, victim }));
    }
  },
  judge(outcome, model) {
    const { complete, workersOutOfMemory } = outcome;
    return model.pool.memory === undefined
      ? notJudged('its memory limit, or what its process weighs, is not known')
      : !model.users
        ? notJudged('no Service leads users to its pods, and only requests leave memory behind')
        : (withoutReadyPod(outcome) ??
          (workersOutOfMemory > 0
            ? `${plural(workersOutOfMemory, 'worker')} killed with what they served, and the container counts as healthy`
            : complete
              ? undefined
              : 'not all pods are ready at the end'));
  },
};
