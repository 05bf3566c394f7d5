import type { Input } from '../manifest/reading/files';
import type { Problem } from '../manifest/reading/problem';
import type { Finding } from './finding';
import type { Severity } from './rule';

/** What a review came to, for a reporter to say. */
export interface Report {
  readonly inputs: readonly Input[];
  readonly findings: readonly Finding[];
  /** Input that could not be used. */
  readonly problems: readonly Problem[];
}

/** How many findings of each severity, suppressed ones aside. */
export interface Summary {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
  readonly suppressed: number;
}

/** From the gravest to the least. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export function summaryOf(findings: readonly Finding[]): Summary {
  const count = (severity: Severity) => findings.filter((finding) => !finding.suppressed && finding.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info'), suppressed: findings.filter(({ suppressed }) => suppressed).length };
}
