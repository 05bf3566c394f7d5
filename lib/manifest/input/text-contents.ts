import type { Document } from './document';
import type { Problem } from './problem';

/** What a text holds. */
export interface TextContents {
  readonly documents: readonly Document[];
  readonly problems: readonly Problem[];
}
