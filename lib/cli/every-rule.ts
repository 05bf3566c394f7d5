import { MEASURED_RULES } from '../rehearsal/judgement/rules';
import { descriptions, type RuleDescription } from '../review';

/** Those that manifests are judged by, then those that take a rehearsal: the one list that is shown, explained and documented. */
export function everyRule(): readonly RuleDescription[] {
  return [...descriptions(), ...MEASURED_RULES];
}
