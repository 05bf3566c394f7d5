import type { Finding } from '../review';
import { objectInWords } from '../review/reporters/wording';
import type { Severity } from '../review';

/** How grave a finding is. */
export enum FindingSeverity {
  /** Users are hurt, now or at the next incident. */
  ERROR = 'error',
  /** It hurts under circumstances that come about. */
  WARNING = 'warning',
  /** Worth knowing. */
  INFO = 'info',
}

/** What a rule found in an object. */
export interface ReviewFinding {
  /** The rule's id, such as `readiness-missing`. */
  readonly rule: string;
  /** How grave it is, by the rule or by the configuration. */
  readonly severity: FindingSeverity;
  /** Kind and name, such as `Deployment shop/web`. */
  readonly object: string;
  /** @default - it is about no container */
  readonly container?: string;
  /** The field, from the object's root: `spec.ports[0].targetPort`. */
  readonly path: string;
  /** @default - the object comes from no file */
  readonly file?: string;
  /**
   * From 1.
   *
   * @default - the object comes from no file
   */
  readonly line?: number;
  /** What is wrong. */
  readonly message: string;
  /** What comes of it. */
  readonly impact: string;
  /** What to do. */
  readonly fix: string;
  /** @default - it is not suppressed */
  readonly suppressedBecause?: string;
}

const SEVERITIES: Readonly<Record<Severity, FindingSeverity>> = {
  error: FindingSeverity.ERROR,
  warning: FindingSeverity.WARNING,
  info: FindingSeverity.INFO,
};

/** A finding as other languages are given it. */
export function boundFinding(finding: Finding): ReviewFinding {
  const { rule, severity, container, path, file, line, message, consequence, fix, suppressed, reason = '' } = finding;
  return {
    rule,
    severity: SEVERITIES[severity],
    object: objectInWords(finding),
    path,
    message,
    impact: consequence,
    fix,
    ...(container !== undefined && { container }),
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    ...(suppressed && { suppressedBecause: reason }),
  };
}
