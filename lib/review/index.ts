import { apiObjectsOf } from '../manifest/api-object';
import { Bundle } from '../manifest/bundle';
import { pathWithin } from '../manifest/list-path';
import type { Document } from '../manifest/reading/document';
import { findingOf, type Finding } from './finding';
import { RULES } from './registry';
import type { Observation, Rule } from './rule';

export type { Finding } from './finding';
export type { Model, Observation, Rule, RuleDoc, Severity } from './rule';
export { RULES } from './registry';

/** How to review. */
export interface ReviewOptions {
  /**
   * The rules to apply.
   *
   * @default - all of them
   */
  readonly rules?: readonly Rule[];
}

/**
 * Reviews Kubernetes objects together: plain JSON, as parsed from YAML or as `Testing.synth` returns it. What is no
 * Kubernetes object is passed over; a `List` stands for its items. Reads no file, and throws for no input.
 *
 * @returns the findings in the order of the objects, the rules' own order within one
 */
export function review(objects: readonly unknown[], options: ReviewOptions = {}): Finding[] {
  return judge(objects, options).map(({ rule, observation }) => findingOf(rule, observation));
}

/** Reviews documents that were read from files together: each finding says its file, line and column. */
export function reviewDocuments(documents: readonly Document[], options: ReviewOptions = {}): Finding[] {
  const origin = new Map(documents.flatMap((document) => apiObjectsOf([document.json]).map(({ json }) => [json, document])));
  return judge(documents.map(({ json }) => json), options).map(({ rule, observation }) => {
    const { json } = observation.object;
    const document = origin.get(json)!;
    return findingOf(rule, observation, { file: document.file, ...document.positionOf([...pathWithin(document.json, json), ...observation.path]) });
  });
}

interface Judgement {
  readonly rule: Rule;
  readonly observation: Observation;
}

function judge(objects: readonly unknown[], { rules = RULES }: ReviewOptions): Judgement[] {
  const bundle = new Bundle(objects);
  const order = new Map(bundle.objects.map((object, index) => [object, index]));
  return rules
    .flatMap((rule) => [...rule.check(bundle)].map((observation) => ({ rule, observation })))
    .sort((one, other) => order.get(one.observation.object)! - order.get(other.observation.object)!);
}
