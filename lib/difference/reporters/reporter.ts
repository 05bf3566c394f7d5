import type { Difference } from '../difference';

/** Writes a difference in one format, ending with a line break. */
export type DifferenceReporter = (difference: Difference, colour: boolean) => string;
