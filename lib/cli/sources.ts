import { readFileSync } from 'node:fs';
import type { Finding } from '../review';

/** The texts of the files in which something was found. The standard input can be read only once, and one that has gone has no frame. */
export function sourcesOf(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const file of new Set(findings.map((finding) => finding.file))) {
    if (file !== undefined && file !== '-') {
      try {
        sources.set(file, readFileSync(file, 'utf8'));
      } catch {
        // It was there a moment ago; the finding is told without its lines.
      }
    }
  }
  return sources;
}
