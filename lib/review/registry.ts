import * as rules from './rules';
import type { Rule, RuleDescription } from './rule';
import { SUPPRESSION } from './suppression-fault';

/** Every built-in rule, by id. */
export const RULES: readonly Rule[] = Object.values(rules).sort((one, other) => (one.id < other.id ? -1 : 1));

/** Everything that a finding's `rule` may say, where these rules are applied: what readers are shown. */
export function descriptions(rules: readonly Rule[] = RULES): readonly RuleDescription[] {
  return [...rules, SUPPRESSION];
}
