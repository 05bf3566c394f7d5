import type { Rule } from '../../review';

/** Rules that only a rehearsal can judge: the manifest alone does not show what they are about. */
export const MEASURED_RULES: readonly Rule[] = [
  {
    id: 'process-ended',
    model: 'chain',
    severity: 'error',
    summary: 'The process ended by itself',
    doc: {
      why: 'The kubelet starts it again, waits longer each time, until it is hardly there: CrashLoopBackOff.',
      fix: 'Read what the process wrote last; the finding cites it.',
      judges: 'probewise rehearse: the process that was started ended before it was told to.',
      source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts',
    },
    check: () => [],
  },
  {
    id: 'probe-unanswered',
    model: 'chain',
    severity: 'error',
    summary: 'The real process does not answer a probe well',
    doc: {
      why:
        'A readiness probe that fails keeps the pod out of the endpoints for ever, a liveness or startup probe restarts it again ' +
        'and again.',
      fix: 'Ask a path that the application answers, in the time that the probe gives.',
      judges:
        'probewise rehearse: a probe that failed each time it was asked with nothing else to do, for a reason that no other rule ' +
        'names: a status of 401, 404, 500 or ' +
        '503, silence, or a command that failed.',
      source: 'pkg/probe/http/http.go, DoHTTPProbe',
    },
    check: () => [],
  },
];
