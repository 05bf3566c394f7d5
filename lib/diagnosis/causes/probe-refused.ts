import type { Cause } from '../cause';
import { seeFailingProbe } from '../failing-probe-cause';
import { killedWhileBooting } from '../killed-while-booting';
import { listeningOf } from '../listening';
import { isRefused, probedNumber } from '../refusal';

export const probeRefused: Cause = {
  id: 'probe-refused',
  link: 'process',
  severity: 'error',
  symptom: 'unready',
  summary: 'Nothing listens where a probe asks',
  doc: {
    why:
      'The container runs, and the connection is refused: the process listens on another port, or has not come so far. A container ' +
      'port is documentation and opens nothing.',
    fix: 'Let the port of the process, of the container and of the probe be one number; read in the log where it listens.',
    judges:
      'A container that is not ready and whose probe was refused. Where it is known that the process binds loopback, or that liveness ' +
      'ends it before it listens, that is reported in its place.',
    source: 'net, ECONNREFUSED; pkg/kubelet/prober/prober.go, runProbe',
  },
  see: seeFailingProbe({
    fits: (failure, scene) => {
      const listening = listeningOf(scene, failure.pod, failure.container);
      return isRefused(failure.says) && !listening?.loopback && !killedWhileBooting(scene, failure.pod, failure.container);
    },
    says: (failure, scene) => {
      const listening = listeningOf(scene, failure.pod, failure.container);
      const asked = probedNumber(failure);
      return listening && listening.port !== asked
        ? `is refused: it asks port ${asked ?? '?'}, and the process listens on ${listening.port}`
        : 'is refused: nothing listens there';
    },
    fix: (failure, scene) => {
      const listening = listeningOf(scene, failure.pod, failure.container);
      return listening && listening.port !== probedNumber(failure)
        ? `use port ${listening.port} in the probe, or let the process listen on ${probedNumber(failure) ?? 'the one it asks'}`
        : 'read in the log where the process listens, and use that port in the probe';
    },
  }),
};
