/** Seconds of the longest probe period used: the API server's own default (`pkg/apis/core/v1/defaults.go`, `SetDefaults_Probe`). */
export const LONGEST_PERIOD = 10;

/** What a probe decides. */
export type ProbeRole = 'startup' | 'readiness' | 'liveness';
