import { hasProbe, initialDelay } from '../cel';
import type { PolicyRule } from '../policy-rule';

export const initialDelayAsStartup: PolicyRule = {
  rule: 'initial-delay-as-startup',
  decides: 'all of it',
  levels: [
    {
      severity: 'warning',
      faulty: `${hasProbe('liveness')} && !${hasProbe('startup')} && ${initialDelay('liveness')} >= variables.longDelay`,
    },
  ],
  parameters: [{ key: 'long-delay-seconds', variable: 'longDelay', default: 30, says: 'an initial delay of liveness that is too long' }],
};
