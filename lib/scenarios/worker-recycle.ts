import { notJudged, ofUsers, unanswered } from './judgement';
import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

/** Enough time for every worker to reach `max_requests` where that is set and the load is not tiny. */
export const workerRecycle: Scenario = {
  name: 'worker-recycle',
  invariant: 'replacing workers after max_requests costs no restart and less than 0.1 % of the requests',
  duration: 900,
  disturb: () => undefined,
  judge(outcome, model) {
    const { restarts, workersRecycled } = outcome;
    return model.pool.maxRequests === 0
      ? notJudged('no worker is replaced after a number of requests (max_requests is 0)')
      : restarts > 0
        ? plural(restarts, 'restart')
        : (ofUsers(model, unanswered(outcome, 0.001)) ??
          (workersRecycled === 0 ? notJudged('no worker came to max_requests in a quarter of an hour') : undefined));
  },
};
