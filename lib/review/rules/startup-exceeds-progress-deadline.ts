import { durationInWords } from '../../wording/duration';
import { bootBudget, deadlineFor, SPARE } from '../boot-budget';
import type { Rule } from '../rule';

export const startupExceedsProgressDeadline: Rule = {
  id: 'startup-exceeds-progress-deadline',
  model: 'clock',
  severity: 'warning',
  summary: 'A rollout is declared failed while its probes still allow the pod to boot',
  doc: {
    why:
      'The progress deadline counts until the next pod is available. When the startup probe alone allows more than that, a slow ' +
      'but sound boot is reported as ' +
      'ProgressDeadlineExceeded, and whatever waits for the rollout (a pipeline, Helm, Argo) fails or rolls back.',
    fix: 'Make progressDeadlineSeconds longer than the whole sum, or the startup probe less patient.',
    judges:
      "Deployments and Rollouts. The sum is the startup probe's latest verdict (or readiness's initial delay, if that is " +
      'longer), one pass of readiness, and ' +
      'minReadySeconds.',
    edits:
      `Sets progressDeadlineSeconds to the sum and ${SPARE} s. Certain: the deadline stops no pod, it only says when to report a ` +
      'rollout as failed.',
    source: 'pkg/controller/deployment/util/deployment_util.go, DeploymentTimedOut',
  },
  *check(reading) {
    for (const { workload, rollout } of reading.workloads) {
      const { object, containers } = workload;
      const { progressDeadline: deadline, minReady: settling } = rollout;
      if (deadline === undefined) {
        continue;
      }
      const longest = deadlineFor(Math.max(...containers.map(bootBudget)) + settling);
      for (const container of containers) {
        const boot = bootBudget(container);
        if (boot + settling <= deadline) {
          continue;
        }
        yield {
          object,
          container: container.name,
          path: (container.startup ?? container.readiness)?.path ?? ['spec', 'minReadySeconds'],
          message:
            `container ${container.name} may take ${durationInWords(boot)} to be ` +
            `ready${settling ? `, and ${durationInWords(settling)} more to be available` : ''}; ` +
            `the rollout is declared failed after ${durationInWords(deadline)}`,
          consequence: 'a slow but sound boot fails the rollout, and the pipeline that waits for it',
          fix: `set progressDeadlineSeconds to ${longest}`,
          edits: [{ path: ['spec', 'progressDeadlineSeconds'], value: longest }],
        };
      }
    }
  },
};
