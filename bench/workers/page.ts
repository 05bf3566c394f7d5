import { resolve } from 'node:path';
import { writeWhole } from '../../lib/cli/whole-file';

const DOCS = resolve(__dirname, '../../docs');
/** The part of the best throughput that ours may lack. */
export const WITHIN = 0.05;

export function goalOf(lacks: readonly string[]): string {
  return lacks.length ? `The goal is missed: ${lacks.join('; ')}.` : 'The goal is met.';
}

export function writePage(): void {
  void [DOCS, writeWhole];
}
