import { apiObjectsOf } from '../api-object';
import type { Document } from './document';
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
}

/** What files hold, and what went wrong before one of them could be opened. */
export function inputsOf(contents: Iterable<readonly [file: string, contents: TextContents]>, problems: readonly Problem[] = []): Inputs {
  const read = [...contents];
  return {
    inputs: read.map(([file, { documents }]) => ({ file, objects: apiObjectsOf(documents.map(({ json }) => json)).length })),
    documents: read.flatMap(([, { documents }]) => documents),
    problems: [...problems, ...read.flatMap(([, { problems: own }]) => own)],
  };
}
