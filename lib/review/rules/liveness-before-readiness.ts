import { pairsOfProbes } from '../probe-pair';
import { durationInWords } from '../../wording/duration';
import { laterEdits, laterInWords, LONGEST_SILENCE } from '../later-edit';
import type { Rule } from '../rule';

export const livenessBeforeReadiness: Rule = {
  id: 'liveness-before-readiness',
  model: 'clock',
  severity: 'warning',
  summary: 'Liveness restarts a silent pod before readiness takes it out of the endpoints',
  doc: {
    why:
      'A process that stops answering is killed while users are still being sent to it, and readiness, the cheap remedy, never ' +
      'gets its turn.',
    fix: 'Give liveness more patience than readiness: a longer period or a higher failureThreshold.',
    judges:
      'Different checks of one container where both ends of the range of liveness lie before those of readiness; equal numbers ' +
      'are left alone. Times of a running ' +
      'process, without initial delays. The same check twice is for liveness-equals-readiness.',
    edits:
      'Raises the failureThreshold of liveness, and a period below 10 s, until its earliest verdict comes after the latest of readiness. ' +
      `Certain where liveness then acts within ${durationInWords(LONGEST_SILENCE)}: it only gets more patient. A readiness that is a ` +
      'command is left.',
    source: 'pkg/kubelet/prober/worker.go, doProbe',
  },
  *check(reading) {
    for (const { workload, container, liveness, readiness } of pairsOfProbes(reading)) {
      const restart = liveness.probe.timing._whileRunning;
      const removal = readiness.probe.timing._whileRunning;
      if (liveness.asksTheSameAs(readiness) || restart.earliest >= removal.earliest || restart.latest >= removal.latest) {
        continue;
      }
      yield {
        object: workload.object,
        container: container.name,
        path: liveness.probe.path,
        message:
          `liveness condemns a silent process after ${durationInWords(restart.earliest)} to ${durationInWords(restart.latest)}, readiness ` +
          'removes it only after ' +
          `${durationInWords(removal.earliest)} to ${durationInWords(removal.latest)}`,
        consequence: 'a pod that is slow for a moment is killed while users are still being sent to it',
        fix: laterInWords(liveness.probe, readiness.probe),
        // A command may succeed in a release that never serves: then only the restarts keep it from becoming ready.
        edits: readiness.asksCommand ? undefined : laterEdits(liveness.probe, readiness.probe),
      };
    }
  },
};
