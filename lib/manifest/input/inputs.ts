import type { Extent } from '../extent';
import type { Document } from './document';
import { withoutFragments } from './fragments';
import type { Problem } from './problem';
import type { TextContents } from './text-contents';

/** A file that was read. */
export interface Input {
  readonly file: string;
  /** Kubernetes objects in it, Lists unrolled. */
  readonly objects: number;
}

/** Everything that was read. */
export interface Inputs {
  readonly inputs: readonly Input[];
  readonly documents: readonly Document[];
  readonly problems: readonly Problem[];
  /**
   * What makes objects that were not read, and is no problem: a generator of ConfigMaps.
   *
   * @default - nothing does
   */
  readonly unread?: readonly string[];
}

/** How much of what there is was read. @param complete whether what was named is all there is */
export function extentOf({ problems, unread = [] }: Pick<Inputs, 'problems' | 'unread'>, complete?: boolean): Extent {
  return { complete, unread: [...problems.map(({ file, message }) => `${file}: ${message}`), ...unread] };
}

/** What files hold, and what went wrong before one of them could be opened. */
export function inputsOf(
  contents: Iterable<readonly [file: string, contents: TextContents]>,
  problems: readonly Problem[] = [],
  unread: readonly string[] = [],
): Inputs {
  const read = [...contents];
  const { documents, fragments, counts } = withoutFragments(read.flatMap(([, { documents: own }]) => own));
  return {
    inputs: read.map(([file, { documents: own }]) => ({
      file,
      objects: own.reduce((sum, document) => sum + (counts.get(document) ?? 0), 0),
    })),
    documents,
    unread: [...unread, ...fragments],
    problems: [...problems, ...read.flatMap(([, { problems: own }]) => own)],
  };
}
