import type { Scenario } from '../simulation/scenario';
import { servingOf } from '../simulation/pod/pool-pod-template';
import { plural } from '../wording/plural';

const KIBIBYTE = 1024;

/**
 * For two minutes from 30 s on, every request to the first pod leaves memory behind in its worker, which weighs what was
 * measured; whom the kernel kills at the limit is the kubelet's choice. Where no manifest tells the limit, or what the
 * process weighs, the container ends three times within two minutes instead.
 */
export const memorySqueeze: Scenario = {
  name: 'memory-squeeze',
  invariant: 'a container that runs out of memory comes back, and other pods serve meanwhile',
  duration: 300,
  assuming: (assumptions, { memory }) => ({
    ...assumptions,
    list: [
      ...assumptions.list,
      memory
        ? { name: 'out of memory', value: 'at the limit', origin: 'manifest' }
        : { name: 'out of memory', value: 'three times, as limit or weight are not known', origin: 'default' },
    ],
  }),
  disturb(world) {
    const [pod] = world.deployment.pods;
    const { leak, singleProcessOOMKill } = world.assumptions;
    if (servingOf(world.template).settings.memory) {
      const victim = singleProcessOOMKill ? 'worker' : 'container';
      world.at(30, () => pod?.leak({ growth: leak * KIBIBYTE, victim }));
      world.at(150, () => pod?.leak({ growth: 0, victim }));
    } else {
      for (const seconds of [30, 70, 110]) {
        world.at(seconds, () => pod?.runOutOfMemory());
      }
    }
  },
  judge: ({ complete, secondsWithoutReadyPod, workersOutOfMemory }) =>
    secondsWithoutReadyPod > 0
      ? `${secondsWithoutReadyPod.toFixed(1)} s without a ready pod`
      : workersOutOfMemory > 0
        ? `${plural(workersOutOfMemory, 'worker')} killed with what they served, and the container counts as healthy`
        : complete
          ? undefined
          : 'not all pods are ready at the end',
};
