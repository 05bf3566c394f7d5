import { createHash } from 'node:crypto';

/** What the file says that is written last, and without which there is no snapshot. */
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly version: number;
  /** When the cluster was read. */
  readonly taken: string;
  readonly writer: string;
  /** The SHA-256 of each other file, in hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}

export const FORMAT = 'probewise/snapshot';
/** Counted up when an older reader would misread a newer snapshot. */
export const VERSION = 1;
/** Written last. */
export const MANIFEST = 'snapshot.json';
/** The parts of a state, each a file: their names are fixed, so that no name of the cluster becomes a path. */
export const PARTS = {
  objects: 'objects.part.json',
  logs: 'logs.part.json',
  answers: 'answers.part.json',
  visits: 'visits.part.json',
  reading: 'reading.part.json',
} as const;

/** Whether a file in a folder is a part of a snapshot. */
export function isPart(name: string): boolean {
  return name.endsWith('.part.json');
}

/** What a file is recognised by. */
export function checksumOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
