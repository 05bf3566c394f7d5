import type { Coverage } from './coverage';
import type { Finding } from './finding';
import { reachesSeverity, type Severity } from './rule';

/** A file that was read, and how many Kubernetes objects it holds. */
export interface ReportInput {
  readonly file: string;
  readonly objects: number;
}

/** Input that could not be used. */
export interface ReportProblem {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  readonly message: string;
}

/** How many findings there are. Suppressed ones are counted once, as suppressed. */
export type Summary = Readonly<Record<Severity | 'suppressed', number>>;

/** What a review came to: the JSON contract, `report.schema.json`. */
export interface Report {
  /** Of probewise. */
  readonly version: string;
  readonly inputs: readonly ReportInput[];
  readonly problems: readonly ReportProblem[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  /**
   * How much of what was read could be judged.
   *
   * @default - all of it
   */
  readonly coverage?: Coverage;
}

/** Adds up what a review found. */
export function reportOf(reviewed: Omit<Report, 'summary'>): Report {
  const count = (wanted: keyof Summary) =>
    reviewed.findings.filter((finding) => (finding.suppressed ? 'suppressed' : finding.severity) === wanted).length;
  return {
    ...reviewed,
    summary: { error: count('error'), warning: count('warning'), info: count('info'), suppressed: count('suppressed') },
  };
}

/** Whether a finding that is not suppressed matters at least this much. */
export function reaches({ findings }: Report, severity: Severity): boolean {
  return findings.some((finding) => !finding.suppressed && reachesSeverity(finding.severity, severity));
}
