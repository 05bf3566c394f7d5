import type { ApiObject } from './api-object';

/** How much of what there is a bundle holds: what its absence of an object means. */
export interface Extent {
  /**
   * Whether the bundle is all there is, so that what it does not hold is nowhere.
   *
   * @default false - it may live elsewhere
   */
  readonly complete?: boolean;
  /**
   * What is not in the bundle although it was named, each in a few words: a document that is no YAML, a chart that is not rendered.
   * What seems absent may be there.
   *
   * @default - everything was read
   */
  readonly unread?: readonly string[];
}

/** What the absence of an object from a bundle means: it is nowhere, it may live elsewhere, or nothing at all. */
export type Absence = 'nowhere' | 'elsewhere' | 'unknown';

/** What cannot be read outweighs what is claimed. A Template of OpenShift holds objects that nobody has made of it yet. */
export function absenceIn({ complete = false, unread = [] }: Extent, objects: readonly ApiObject[]): Absence {
  return unread.length > 0 || objects.some(({ kind }) => kind === 'Template') ? 'unknown' : complete ? 'nowhere' : 'elsewhere';
}
