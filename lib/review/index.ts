import { Bundle } from '../manifest/bundle';
import { findingOf, type Finding } from './finding';
import { RULES } from './registry';
import type { Rule } from './rule';

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
  return reviewBundle(new Bundle(objects), options);
}

/** The same for a bundle that was built already. */
export function reviewBundle(bundle: Bundle, options: ReviewOptions = {}): Finding[] {
  const order = new Map(bundle.objects.map((object, index) => [object, index]));
  return (options.rules ?? RULES)
    .flatMap((rule) => [...rule.check(bundle)].map((observation) => ({ rule, observation })))
    .sort((one, other) => order.get(one.observation.object)! - order.get(other.observation.object)!)
    .map(({ rule, observation }) => findingOf(rule, observation));
}
