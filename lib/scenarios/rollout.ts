import { notJudged, ofUsers, unanswered, withoutReadyPod } from './judgement';
import { unreplacedBecause } from '../simulation/controller/update-strategy';
import type { Scenario } from '../simulation/scenario';

/** A new version, sound as the old one, is rolled out at 30 s. */
export const rollout: Scenario = {
  name: 'rollout',
  invariant: 'a rollout loses less than 0.1 % of the requests, and never all pods',
  duration: 600,
  disturb(world) {
    world.at(30, () => world.workload.rollOut({ ...world.template }));
  },
  judge(outcome, model) {
    const untouched = unreplacedBecause(model.rollout);
    if (untouched !== undefined) {
      return notJudged(untouched);
    }
    return !outcome.complete
      ? `it does not come to an end in ten minutes${outcome.deadlineExceeded ? ', and is reported as failed at its progress deadline' : ''}`
      : outcome.deadlineExceeded
        ? 'its progress deadline passes before it gets on, so it is reported as failed'
        : ofUsers(model, withoutReadyPod(outcome) ?? unanswered(outcome, 0.001));
  },
};
