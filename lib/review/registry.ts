import * as rules from './rules';
import type { Rule } from './rule';

/** Every built-in rule, by id. */
export const RULES: readonly Rule[] = Object.values(rules).sort((one, other) => (one.id < other.id ? -1 : 1));
