import type { PolicyParameter, PolicyRule } from './policy-rule';
import * as rules from './rules';

/** Every rule that a policy can decide, by its id. */
export const POLICY_RULES: readonly PolicyRule[] = Object.values(rules).sort((one, other) => (one.rule < other.rule ? -1 : 1));

/** The numbers that a cluster may set for itself. */
export const PARAMETERS: readonly PolicyParameter[] = POLICY_RULES.flatMap(({ parameters = [] }) => parameters);
