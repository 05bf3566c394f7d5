import { Reading } from '../reading/reading';
import { probeBudgets, type ProbeBudget } from '../manifest/probe-budget';
import { extentOf, type Inputs } from '../manifest/input/inputs';
import { reviewDocuments, type Finding, type ReviewOptions } from '../review';
import { identityOf } from '../review/baseline';
import type { ReportProblem } from '../review/report';
import { reachesSeverity, type Severity } from '../review/rule';
import { changesBetween, type Change } from './change';
import { breaks, outcomeChanges, type OutcomeChanges } from './outcome-change';
import { requestPathTexts } from './request-path-text';

/** What a change of the manifests changes: the JSON contract of `probewise diff`. */
export interface Difference extends OutcomeChanges {
  /** Of probewise. */
  readonly version: string;
  readonly problems: readonly ReportProblem[];
  readonly findings: {
    /** In the head and not in the base, and is not suppressed it. */
    readonly added: readonly Finding[];
    /** In the base and gone from the head. */
    readonly fixed: readonly Finding[];
    /** In both, and in the head is suppressed it. */
    readonly suppressed: readonly Finding[];
  };
  /** The paths of requests that changed. */
  readonly paths: readonly Change<string>[];
  /** The probes whose question or budget changed. */
  readonly probes: readonly Change<ProbeBudget>[];
}

/**
 * Compares two sets of manifests, both under the head's decisions.
 *
 * @param onRun is told which workload is simulated next
 */
export function differenceOf(
  version: string,
  base: Inputs,
  head: Inputs,
  options: ReviewOptions = {},
  onRun?: (workload: string) => void,
): Difference {
  const extent = extentOf({ problems: [...base.problems, ...head.problems] }, options.extent?.complete);
  const before = reviewDocuments(base.documents, { rules: options.rules, settings: options.settings, images: options.images, extent });
  const after = reviewDocuments(head.documents, { ...options, extent });
  const open = new Set(after.filter(({ suppressed }) => !suppressed).map(keyOf));
  const known = new Set(before.map(keyOf));
  const there = new Set(after.map(keyOf));
  return {
    version,
    problems: [...base.problems, ...head.problems],
    findings: {
      added: after.filter((finding) => !finding.suppressed && !known.has(keyOf(finding))),
      fixed: before.filter((finding) => !finding.suppressed && !there.has(keyOf(finding))),
      suppressed: before.filter((finding) => !finding.suppressed && there.has(keyOf(finding)) && !open.has(keyOf(finding))),
    },
    ...changes(Reading.ofDocuments(base.documents, options.images), Reading.ofDocuments(head.documents, options.images), onRun),
  };
}

/** Whether the head has a new finding that matters at least this much, or breaks what a scenario kept. */
export function regresses({ findings, outcomes }: Difference, severity: Severity): boolean {
  return findings.added.some((finding) => reachesSeverity(finding.severity, severity)) || outcomes.some(breaks);
}

function changes(base: Reading, head: Reading, onRun?: (workload: string) => void): Pick<Difference, 'paths' | 'probes'> & OutcomeChanges {
  return {
    ...outcomeChanges(base, head, onRun),
    paths: changesBetween(requestPathTexts(base), requestPathTexts(head), (one, other) => one === other),
    probes: changesBetween(
      probeBudgets(base.bundle),
      probeBudgets(head.bundle),
      (one, other) =>
        one.question === other.question && one.earliestVerdict === other.earliestVerdict && one.latestVerdict === other.latestVerdict,
    ),
  };
}

/** A finding that grew from a warning to an error is a new one. */
function keyOf(finding: Finding): string {
  return `${identityOf(finding)} | ${finding.severity}`;
}
