import type { Evidence } from './evidence';

/** The evidence as JSON; what is a map is an object. */
export function evidenceJson(evidence: Evidence): string {
  return `${JSON.stringify(evidence, (_, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value), 2)}\n`;
}
