import type { Severity } from './rule';

/** What a finding rests on, said in its message, and how much it may then matter. */
export interface Assumption {
  /** Empty where nothing is assumed. */
  readonly words: string;
  /** Nothing where the rule's own severity holds. */
  readonly severity?: Severity;
}

/** An image that was not read counts as adding no settings; what rests on that is at most a warning. */
export function imageAddsNothing(assumed: boolean): Assumption {
  return assumed ? { words: ', assuming that the image adds no settings of its own', severity: 'warning' } : { words: '' };
}
