import { Reading } from '../reading/reading';
import type { Document } from '../manifest/input/document';
import type { Finding } from './finding';
import { judgeDocuments } from './judge-documents';
import { judge, type ReviewOptions } from './judge';

export type { ApiObject } from '../manifest/api-object';
export type { Bundle } from '../manifest/bundle';
export type { Reading } from '../reading/reading';
export type { Workload } from '../manifest/workload';
export type { Baseline } from './baseline';
export { baselineOf, readBaseline } from './baseline';
export type { Finding } from './finding';
export type { Edit } from './fix/edit';
export type { ReviewOptions } from './judge';
export type { Model, Observation, Rule, RuleDescription, RuleDoc, Severity } from './rule';
export { descriptions, RULES } from './registry';
export type { Extent } from '../manifest/extent';
export { readConfig, type Config } from './config';
export type { RuleSetting, SourcedSetting } from './rule-setting';
export type { SourcedSuppression, Suppression } from './suppression';

/**
 * Reviews Kubernetes objects together: plain JSON, as parsed from YAML or as `Testing.synth` returns it. What is no
 * Kubernetes object is passed over; a `List` stands for its items. Reads no file, and throws for no input.
 *
 * @returns the findings in the order of the objects, the worst first within one; suppressed ones are marked, and
 * suppressions that do not hold or match nothing are findings of the rule `suppression`
 */
export function review(objects: readonly unknown[], options: ReviewOptions = {}): Finding[] {
  return reviewReading(Reading.ofObjects(objects, options.images, options.extent), options);
}

/** The same for what was read already. */
export function reviewReading(reading: Reading, options: ReviewOptions = {}): Finding[] {
  return judge(reading, options, () => ({})).map(({ finding }) => finding);
}

/** Reviews documents that were read from files together: each finding says its file, line and column. */
export function reviewDocuments(documents: readonly Document[], options: ReviewOptions = {}): Finding[] {
  return judgeDocuments(documents, options).map(({ finding }) => finding);
}
