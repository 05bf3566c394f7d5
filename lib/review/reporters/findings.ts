import { reportOf } from '../report';
import type { Finding } from '../finding';
import { text } from './text';

/** Findings as the message of a test: as `review` prints them, without what is about files. */
export function findingsInWords(findings: readonly Finding[]): string {
  return text({
    report: reportOf({ version: '', inputs: [], problems: [], findings }),
    rules: [],
    sources: new Map(),
    colour: false,
  }).replace(/ in 0 objects of 0 files\n$/, '');
}
