import { notJudged, unanswered, withoutReadyPod } from './judgement';
import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

/** The nodes of the pods are drained one after the other from 30 s on: each eviction waits until the disruption budget allows it. */
export const drain: Scenario = {
  name: 'drain',
  invariant: 'every node can be drained, which loses less than 0.1 % of the requests, and never all pods',
  duration: 900,
  disturb(world) {
    world.at(30, () => world.drainNodes());
  },
  judge(outcome, model) {
    const { drained } = outcome;
    if (model.rollout.kind === 'DaemonSet' || model.rollout.kind === 'Pod' || !drained) {
      return notJudged(
        model.rollout.kind === 'DaemonSet'
          ? 'a drain leaves the pods of a DaemonSet where they are'
          : 'a drain stops at a Pod of its own, unless it is forced to delete it for good',
      );
    }
    const left = `${drained.left} of ${plural(drained.pods, 'pod')} left`;
    return drained.refused
      ? `${left}: the API refuses to evict a pod that more than one disruption budget selects`
      : drained.left < drained.pods
        ? `${left}: the disruption budget does not allow the next eviction`
        : !outcome.complete
          ? 'not all pods are ready at the end'
          : model.users
            ? (withoutReadyPod(outcome) ?? unanswered(outcome, 0.001))
            : undefined;
  },
};
