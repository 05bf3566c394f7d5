import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

/** Enough time for every worker to reach `max_requests` where that is set and the load is not tiny. */
export const workerRecycle: Scenario = {
  name: 'worker-recycle',
  invariant: 'replacing workers after max_requests costs no restart and less than 0.1 % of the requests',
  duration: 900,
  disturb: () => undefined,
  judge: ({ restarts, answered }) =>
    restarts > 0
      ? plural(restarts, 'restart')
      : answered < 0.999
        ? `${((1 - answered) * 100).toFixed(2)} % of the requests were not answered`
        : undefined,
};
