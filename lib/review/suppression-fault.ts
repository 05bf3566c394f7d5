import { pathInWords } from '../manifest/path';
import type { Finding, Place } from './finding';
import type { RuleDescription } from './rule';
import { ANNOTATION_PREFIX, type SourcedSuppression } from './suppression';

/** What a suppression that does not hold is reported as. It checks no manifest, and cannot be suppressed itself. */
export const SUPPRESSION: RuleDescription = {
  id: 'suppression',
  model: 'chain',
  severity: 'warning',
  summary: 'A suppression does not hold, or matches nothing',
  doc: {
    why:
      'A suppression is a decision that somebody took once. Without a reason nobody can judge it again; one that matches nothing ' +
      'is left over, or has a slip in its name and ' +
      'hides nothing of what it was meant for.',
    fix: 'Correct the id of the rule, the object or the date, say the reason, or take the suppression away.',
    judges:
      `The annotations ${ANNOTATION_PREFIX}RULE, and the entries of a configuration: without a reason, for a rule that does not ` +
      'exist, past the day on which they ' +
      'expire, or matching no finding of a rule that was applied. The finding cannot be suppressed itself.',
    source: 'lib/review/suppression.ts, faultOf; lib/review/judge.ts',
  },
};

/** The finding that a suppression makes which does not hold, or matches nothing. */
export function faultFinding({ rule, origin, on, path = [], object }: SourcedSuppression, fault: string, place: Place): Finding {
  return {
    rule: SUPPRESSION.id,
    severity: SUPPRESSION.severity,
    model: SUPPRESSION.model,
    object: on
      ? { apiVersion: on.apiVersion, kind: on.kind, namespace: on.namespace, name: on.name }
      : { apiVersion: '', kind: 'Config', namespace: '', name: origin },
    path: pathInWords(path),
    ...place,
    message: `the suppression of ${rule}${on ? '' : ` for ${object}`} (${origin}) does not hold: ${fault}`,
    consequence: 'nobody knows any more what was decided, and why',
    fix: 'correct it, or take it away',
    suppressed: false,
  };
}
