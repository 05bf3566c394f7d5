import { pathInWords } from '../manifest/path';
import type { Finding, Place } from './finding';
import type { SourcedSuppression } from './suppression';

/** What a suppression that does not hold is reported as. It is no rule: it cannot be suppressed itself. */
export const SUPPRESSION = 'suppression';

/** The finding that a suppression makes which does not hold, or matches nothing. */
export function faultFinding({ rule, origin, on, path = [], object }: SourcedSuppression, fault: string, place: Place): Finding {
  return {
    rule: SUPPRESSION,
    severity: 'warning',
    model: 'chain',
    object: on ? { apiVersion: on.apiVersion, kind: on.kind, namespace: on.namespace, name: on.name } : { apiVersion: '', kind: 'Config', namespace: '', name: origin },
    path: pathInWords(path),
    ...place,
    message: `the suppression of ${rule}${on ? '' : ` for ${object}`} (${origin}) does not hold: ${fault}`,
    consequence: 'nobody knows any more what was decided, and why',
    fix: 'correct it, or take it away',
    suppressed: false,
  };
}
