import { isObject, listOf } from '../manifest/json';
import type { Finding } from './finding';

/** What was found before an estate was held to the rules: identities of findings, without their lines. */
export interface Baseline {
  readonly version: 1;
  readonly findings: readonly string[];
}

/** The reason of a finding that a baseline suppresses. */
export const BASELINE_REASON = 'in the baseline';

/** The baseline that accepts these findings and no others. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  return { version: 1, findings: [...new Set(findings.filter(({ suppressed }) => !suppressed).map(identityOf))].sort() };
}

/** The baseline that a file holds; nothing when it holds none. */
export function readBaseline(json: unknown): Baseline | undefined {
  return isObject(json) && json.version === 1 && Array.isArray(json.findings)
    ? { version: 1, findings: listOf(json.findings).filter((identity) => typeof identity === 'string') }
    : undefined;
}

/** What makes a finding the same one after the file around it has changed: the rule, the object, the container and the field. */
export function identityOf({ rule, object, container, path }: Finding): string {
  return [rule, `${object.kind} ${object.namespace}/${object.name}`, container ?? '', path].join(' | ');
}
