import { notJudged, ofUsers, unanswered, withoutReadyPod } from './judgement';
import { unreplacedBecause } from '../simulation/controller/update-strategy';
import { withBoot } from '../simulation/pod/pool-pod-template';
import type { Scenario } from '../simulation/scenario';

const NEVER = 24 * 3600 * 1000;
/** When somebody undoes it. Seconds. */
const UNDONE = 330;

/** A new version whose workers never get to serve is rolled out at 30 s, and undone five minutes later. */
export const badRelease: Scenario = {
  name: 'bad-release',
  invariant: 'a version that never serves replaces none that does, and is gone once it is undone',
  duration: 600,
  disturb(world) {
    const { template } = world;
    world.at(30, () => world.workload.rollOut(withBoot(template, NEVER)));
    world.at(UNDONE, () => world.workload.rollOut(template));
  },
  judge(outcome, model) {
    const untouched = unreplacedBecause(model.rollout);
    if (untouched !== undefined) {
      return notJudged(untouched);
    }
    const lost = unanswered(outcome, 0.01);
    return (
      (outcome.complete
        ? undefined
        : model.rollout.kind === 'StatefulSet' && !model.rollout.parallel
          ? 'it stays after it is undone: the StatefulSet waits for its broken pod to become ready, until somebody deletes it'
          : 'not all pods are back at the old version five minutes after it is undone') ??
      ofUsers(model, withoutReadyPod(outcome) ?? (lost && `${lost}: broken pods count as ready`))
    );
  },
};
