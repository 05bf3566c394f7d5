import { markdown } from './markdown';
import type { DifferenceReporter } from './reporter';
import { text } from './text';

/** By the name that `--format` gives. */
export const DIFFERENCE_REPORTERS: ReadonlyMap<string, DifferenceReporter> = new Map([
  ['text', text],
  ['markdown', markdown],
  ['json', (difference) => `${JSON.stringify(difference, null, 2)}\n`],
]);
