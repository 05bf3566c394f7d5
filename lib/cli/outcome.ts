/** What a command came to; `main.ts` alone writes and exits. */
export interface Outcome {
  readonly status: ExitStatus;
  /** For standard output. */
  readonly out: string;
  /** For standard error: what could not be done, and what to do about it. */
  readonly complaints: readonly string[];
}

/** Public: scripts rely on it. */
export enum ExitStatus {
  /** Nothing at or above the severity to fail on. */
  FINE = 0,
  /** Findings at or above it. */
  FINDINGS = 1,
  /** Input or arguments that cannot be used. */
  UNUSABLE = 2,
}

/** Arguments that cannot be used. */
export function usage(complaint: string): Outcome {
  return { status: ExitStatus.UNUSABLE, out: '', complaints: [complaint] };
}
