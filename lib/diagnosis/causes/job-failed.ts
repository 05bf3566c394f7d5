import type { Cause } from '../cause';
import { isJobFailed } from '../failed-job';
import { controllerOf } from '../state/owner';
import { conditionOf } from '../state/pod-state';
import { evidence, kubectl, podEvidence } from '../wording';

export const jobFailed: Cause = {
  id: 'job-failed',
  link: 'workload',
  severity: 'error',
  symptom: 'stuck',
  summary: 'A Job was given up',
  doc: {
    why: 'Its pods failed as often as backoffLimit allows, or it took longer than activeDeadlineSeconds. It is not tried again.',
    fix: 'Read the log of its last pod; delete the Job and apply it again.',
    judges: 'A Job whose condition Failed is True. One of a CronJob of which a later one succeeded is left alone.',
    source: 'pkg/controller/job/job_controller.go, newFailureCondition; k8s.io/api/batch/v1, JobReasonBackoffLimitExceeded',
  },
  *see(state) {
    for (const job of state.bundle.ofKind('batch', 'Job')) {
      const owner = controllerOf(job);
      const since = conditionOf(job, 'Failed')?.since ?? 0;
      const repaired =
        owner &&
        state.bundle
          .ofKind('batch', 'Job')
          .some(
            (other) =>
              controllerOf(other)?.name === owner.name &&
              other.namespace === job.namespace &&
              (conditionOf(other, 'Complete')?.since ?? 0) > since,
          );
      if (isJobFailed(job) && !repaired) {
        const condition = conditionOf(job, 'Failed')!;
        const pods = state.pods.filter(({ object, phase }) => controllerOf(object)?.name === job.name && phase === 'Failed');
        yield {
          subject: job,
          message: `it was given up: ${condition.message || condition.reason}`,
          evidence: [
            evidence(job, 'condition Failed', `${condition.reason}: ${condition.message}`),
            ...podEvidence(pods.slice(0, 1), 'status', ({ containers }) =>
              containers
                .flatMap(({ name, ended }) => (ended ? [`container ${name} ended with exit code ${ended.exitCode} (${ended.reason})`] : []))
                .join(', '),
            ),
          ],
          fix: 'read the log of its last pod; then delete the Job and apply it again',
          next: kubectl(job, 'logs', `job/${job.name}`),
        };
      }
    }
  },
};
