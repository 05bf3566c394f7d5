import type { ApiObject } from '../manifest/api-object';
import { isOnPlatform } from '../manifest/entrance';
import type { Reading } from '../reading/reading';
import type { Images } from '../application/image/images';
import type { Path } from '../manifest/path';
import { BASELINE_REASON, identityOf, type Baseline } from './baseline';
import { findingOf, type Finding, type Place } from './finding';
import { RULES } from './registry';
import { bySeverity, type Observation, type Rule } from './rule';
import { annotatedSuppressions, concerns, faultOf, type SourcedSuppression } from './suppression';
import { faultFinding } from './suppression-fault';

/** How to review. */
export interface ReviewOptions {
  /**
   * The rules to apply.
   *
   * @default - all that are built in
   */
  readonly rules?: readonly Rule[];
  /**
   * What to suppress, besides what annotations of the objects say.
   *
   * @default - nothing
   */
  readonly suppressions?: readonly SourcedSuppression[];
  /**
   * What was there before.
   *
   * @default - nothing
   */
  readonly baseline?: Baseline;
  /**
   * What was read of applications (`--app`), by the name of the image, with or without its tag; `*` stands for every image.
   *
   * @default - images count as adding no settings
   */
  readonly images?: Images;
  /**
   * The day on which to judge whether a suppression has expired, as `2026-11-24`.
   *
   * @default - none expires
   */
  readonly today?: string;
}

/** A finding, and the observation that it was made of; a suppression that does not hold is made of none. */
export interface Judgement {
  readonly finding: Finding;
  readonly observation?: Observation;
}

/** Applies the rules, then what is suppressed. */
export function judge(reading: Reading, options: ReviewOptions, placeOf: (object: ApiObject, path: Path) => Place): Judgement[] {
  const { rules = RULES, baseline, today } = options;
  const { bundle } = reading;
  const order = new Map(bundle.objects.map((object, index) => [object, index]));
  const ids = new Set([...RULES, ...rules].map(({ id }) => id));
  const applied = new Set(rules.map(({ id }) => id));
  const suppressions = [...annotatedSuppressions(bundle), ...(options.suppressions ?? [])];
  const faults = new Map(suppressions.map((suppression) => [suppression, faultOf(suppression, ids, today)]));
  const unused = new Set(suppressions.filter(({ rule }) => applied.has(rule)));
  const accepted = new Set(baseline?.findings);
  const judgements = rules
    .flatMap((rule) => [...rule.check(reading)].map((observation) => ({ rule, observation })))
    .filter(({ rule, observation }) => rule.anywhere === true || !isOnPlatform(observation.object))
    .sort(
      (one, other) =>
        order.get(one.observation.object)! - order.get(other.observation.object)! ||
        bySeverity(one.observation.severity ?? one.rule.severity, other.observation.severity ?? other.rule.severity),
    )
    .map(({ rule, observation }): Judgement => {
      const finding = findingOf(rule, observation, placeOf(observation.object, observation.path));
      const matching = suppressions.filter(
        (suppression) => faults.get(suppression) === undefined && concerns(suppression, finding, observation.object),
      );
      matching.forEach((suppression) => unused.delete(suppression));
      const reason = matching[0]?.reason ?? (accepted.has(identityOf(finding)) ? BASELINE_REASON : undefined);
      return { observation, finding: reason === undefined ? finding : { ...finding, suppressed: true, reason } };
    });
  unused.forEach((suppression) => faults.set(suppression, faults.get(suppression) ?? 'it matches nothing'));
  return [
    ...judgements,
    ...suppressions.flatMap((suppression) => {
      const fault = faults.get(suppression);
      const place = suppression.on ? placeOf(suppression.on, suppression.path ?? []) : {};
      return fault === undefined ? [] : [{ finding: faultFinding(suppression, fault, place) }];
    }),
  ];
}
