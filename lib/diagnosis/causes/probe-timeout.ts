import type { Cause } from '../cause';
import { seeFailingProbe } from '../failing-probe-cause';
import { isMasterStopped } from '../stopped-master';
import { durationInWords } from '../../wording/duration';

export const probeTimeout: Cause = {
  id: 'probe-timeout',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'A probe gets no answer in time',
  doc: {
    why:
      'The connection is taken, or left in the queue of the kernel, and no answer comes within timeoutSeconds: every worker is busy, ' +
      'the view waits for something that hangs, or packets are dropped on their way.',
    fix: 'Find what the workers wait for; give the view a timeout below that of the probe, and the pool room for it.',
    judges:
      'A container that is not ready and whose failing probe ran into its time. Where the process did not obey SIGTERM either, that is ' +
      'reported in its place.',
    source: 'pkg/probe/http/http.go, Probe; net/http, Client.Timeout; pkg/probe/exec/exec.go, Probe',
  },
  see: seeFailingProbe({
    fits: ({ says, container }, scene) =>
      /context deadline exceeded|Client\.Timeout exceeded|i\/o timeout|timed out|TIMEOUT/.test(says) && !isMasterStopped(scene, container),
    says: ({ probe }) => `gets no answer${probe ? ` within ${durationInWords(probe.timing.timeoutSeconds)}` : ' in time'}`,
    fix: () => 'find what the workers wait for (log, database); a view behind a probe answers well below timeoutSeconds',
  }),
};
