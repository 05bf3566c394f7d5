import { earliestWhileRunning, hasProbe, latestWhileRunning, question } from '../cel';
import type { PolicyRule } from '../policy-rule';

export const livenessBeforeReadiness: PolicyRule = {
  rule: 'liveness-before-readiness',
  decides: 'all of it',
  levels: [
    {
      severity: 'warning',
      faulty:
        `${hasProbe('liveness')} && ${hasProbe('readiness')} && size(${question('liveness')}) > 0 && size(${question('readiness')}) > 0 && ` +
        `${question('liveness')} != ${question('readiness')} && ` +
        `${earliestWhileRunning('liveness')} < ${earliestWhileRunning('readiness')} && ` +
        `${latestWhileRunning('liveness')} < ${latestWhileRunning('readiness')}`,
    },
  ],
};
