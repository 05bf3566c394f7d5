import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

export const boot: Scenario = {
  name: 'boot',
  invariant: 'every pod becomes ready, none before it serves, and no container restarts on the way',
  fromBoot: true,
  duration: 60,
  disturb: () => undefined,
  judge: ({ readyAfter, restarts, answered }) =>
    readyAfter === undefined
      ? 'not all pods became ready'
      : restarts > 0
        ? `${plural(restarts, 'restart')} on the way`
        : answered < 0.999
          ? `${((1 - answered) * 100).toFixed(1)} % of the requests met a pod that did not serve yet`
          : undefined,
};
