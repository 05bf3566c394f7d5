import type { Scenario } from '../simulation/scenario';
import { plural } from '../wording/plural';

/** A node under load, a cold cache. */
const SLOWER = 3;

export const slowBoot: Scenario = {
  name: 'slow-boot',
  invariant: 'a boot that takes three times as long is slow, and no container restarts because of it',
  duration: 60,
  fromBoot: true,
  assuming: (assumptions) => ({ ...assumptions, boot: assumptions.boot * SLOWER }),
  disturb: () => undefined,
  judge: ({ readyAfter, restarts }) =>
    readyAfter === undefined ? 'not all pods became ready' : restarts > 0 ? `${plural(restarts, 'restart')} while it booted` : undefined,
};
