import { hasProbe, latestVerdict, readyWithin } from '../cel';
import type { PolicyRule } from '../policy-rule';

const STARTED = `(${hasProbe('startup')} ? ${latestVerdict('startup')} : 0)`;
const BOOT = `(${hasProbe('readiness')} ? ${readyWithin(STARTED)} : ${STARTED})`;

export const startupExceedsProgressDeadline: PolicyRule = {
  rule: 'startup-exceeds-progress-deadline',
  decides: 'Deployments',
  hooks: true,
  levels: [
    {
      severity: 'warning',
      faulty:
        `request.kind.kind == 'Deployment' && ` +
        `${BOOT} + object.spec.?minReadySeconds.orValue(0) > object.spec.?progressDeadlineSeconds.orValue(600)`,
    },
  ],
};
