import type { Cause } from '../cause';
import type { PodState } from '../state/pod-state';
import { elapsedInWords } from '../state/time';
import type { State } from '../state/state';
import { evidence, eventEvidence, kubectl } from '../wording';

/** The kubelet and the API server need a moment to end a pod when its time is over. Milliseconds. */
const SLACK = 30_000;
/** A preStop hook that has run for so long hangs, whatever the grace period is. Milliseconds. */
const LONG_HOOK = 120_000;

export const terminatingLong: Cause = {
  id: 'terminating-long',
  link: 'pod',
  severity: 'warning',
  symptom: 'stuck',
  summary: 'A pod is terminating for longer than its grace period, or waits there for a finalizer or a hook',
  doc: {
    why:
      'A deleted pod stays until its containers have ended and every finalizer is gone. A controller that is away leaves its ' +
      'finalizer; a ' +
      'preStop hook that hangs uses up the whole grace period; a node that is lost answers nobody.',
    fix: 'Bring back who owns the finalizer (or remove it by hand); give the hook an end; for a lost node, force the deletion.',
    judges:
      'A pod past its deletionTimestamp, which the grace period is part of, by more than 30 s; or one with a preStop hook that has been ' +
      'terminating for more than 2 minutes.',
    source:
      'k8s.io/api/core/v1, ObjectMeta.DeletionTimestamp; pkg/kubelet/pod_workers.go, ExceededGracePeriod; ' +
      'kuberuntime_container.go, executePreStopHook',
  },
  *see(state) {
    for (const scene of state.scenes) {
      const stuck = scene.pods.filter((pod) => reasonOf(state, pod) !== undefined);
      const [first] = stuck;
      if (first) {
        const reason = reasonOf(state, first)!;
        yield {
          subject: scene.object,
          message: `${stuck.length === 1 ? 'a pod is' : `${stuck.length} pods are`} terminating for long: ${reason}`,
          evidence: [
            evidence(first.object, 'metadata', first.finalizers.length ? `finalizers ${first.finalizers.join(', ')}` : 'no finalizers'),
            ...eventEvidence(
              state.eventsOn(first.object).filter((event) => /FailedPreStopHook|ExceededGracePeriod|FailedKillPod/.test(event.reason)),
            ),
          ],
          fix: first.finalizers.length
            ? `bring back the controller that owns ${first.finalizers[0]}, or remove the finalizer by hand`
            : 'give the preStop hook an end, and let the process end on SIGTERM',
          next: kubectl(first.object, 'get', 'pod', first.object.name, '-o', 'yaml'),
        };
      }
    }
  },
};

function reasonOf(state: State, { deletion, finalizers, workload }: PodState): string | undefined {
  if (deletion === undefined) {
    return undefined;
  }
  const over = state.now - deletion;
  const asked = deletion - workload.gracePeriod * 1000;
  if (over > SLACK) {
    return finalizers.length
      ? `it should have been gone ${elapsedInWords(deletion, state.now)} ago, and the finalizer ${finalizers[0]} holds it`
      : `it should have been gone ${elapsedInWords(deletion, state.now)} ago`;
  }
  const hooked = workload.containers.some(({ json }) => JSON.stringify(json.lifecycle ?? {}).includes('"preStop"'));
  return hooked && state.now - asked > LONG_HOOK
    ? `it was asked to end ${elapsedInWords(asked, state.now)} ago, and has a preStop hook`
    : undefined;
}
