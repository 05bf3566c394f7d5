import { apiObjectsOf } from '../manifest/api-object';
import { pathWithin } from '../manifest/list-path';
import type { Document } from '../manifest/reading/document';
import type { Finding } from './finding';
import { judge, type ReviewOptions } from './judge';

export type { Baseline } from './baseline';
export { baselineOf, readBaseline } from './baseline';
export type { Finding } from './finding';
export type { ReviewOptions } from './judge';
export type { Model, Observation, Rule, RuleDoc, Severity } from './rule';
export { RULES } from './registry';
export type { SourcedSuppression, Suppression } from './suppression';

/**
 * Reviews Kubernetes objects together: plain JSON, as parsed from YAML or as `Testing.synth` returns it. What is no
 * Kubernetes object is passed over; a `List` stands for its items. Reads no file, and throws for no input.
 *
 * @returns the findings in the order of the objects, the rules' own order within one; suppressed ones are marked, and
 * suppressions that do not hold or match nothing are findings of the rule `suppression`
 */
export function review(objects: readonly unknown[], options: ReviewOptions = {}): Finding[] {
  return judge(objects, options, () => ({}));
}

/** Reviews documents that were read from files together: each finding says its file, line and column. */
export function reviewDocuments(documents: readonly Document[], options: ReviewOptions = {}): Finding[] {
  const origin = new Map(documents.flatMap((document) => apiObjectsOf([document.json]).map(({ json }) => [json, document])));
  return judge(documents.map(({ json }) => json), options, ({ json }, path) => {
    const document = origin.get(json)!;
    return { file: document.file, ...document.positionOf([...pathWithin(document.json, json), ...path]) };
  });
}
