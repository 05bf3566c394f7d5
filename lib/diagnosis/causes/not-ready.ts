import type { Cause } from '../cause';
import { conditionOf } from '../state/pod-state';
import { describe, podEvidence, shareOf } from '../wording';

/** So long a pod may take to become ready before anybody should look. Milliseconds. */
const PATIENCE = 60_000;

export const notReady: Cause = {
  id: 'not-ready',
  link: 'pod',
  severity: 'error',
  follows: true,
  symptom: 'unready',
  summary: 'Pods run and are not ready, for a reason that their status does not tell',
  doc: {
    why: 'All containers run, and readiness does not hold: its probe fails and the events of it are gone, or a readiness gate is closed.',
    fix: 'Ask the question of the probe by hand: probewise diagnose --ask; look at spec.readinessGates.',
    judges: 'A pod whose containers all run for more than a minute, and whose condition Ready is not True.',
    source: 'pkg/kubelet/status/generate.go, ContainersNotReady, ReadinessGatesNotReady',
  },
  *see(state) {
    for (const scene of state.scenes.filter(({ workload }) => !workload.finite)) {
      const unready = scene.current.filter(
        (pod) =>
          !pod.ready &&
          pod.containers.length > 0 &&
          pod.containers.every(({ init, runningSince }) => init || (runningSince !== undefined && state.now - runningSince > PATIENCE)) &&
          !pod.containers.some(({ init, ready }) => init && !ready),
      );
      if (unready.length) {
        yield {
          subject: scene.object,
          message: `${shareOf(unready.length, scene.current.length)} ${unready.length === 1 ? 'runs and is' : 'run and are'} not ready`,
          evidence: podEvidence(unready, 'condition Ready', ({ object }) => {
            const condition = conditionOf(object, 'Ready');
            return `${condition?.status || 'missing'}: ${condition?.reason ?? ''} ${condition?.message ?? ''}`.trim();
          }),
          fix: 'ask what the probe asks, and see what comes back: probewise diagnose --ask',
          next: describe(unready[0].object),
        };
      }
    }
  },
};
