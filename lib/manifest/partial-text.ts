// Text may be known in part: `--bind=0.0.0.0:$(cat port)` names its flag and its host. What cannot be known stands in
// the text as one of three characters that no argument and no variable of a process can hold or would.

/** A part that cannot be known. */
export const HOLE = '\u0000';
/** A part that follows the CPUs of the node, such as `$(nproc)`: not known, and known to be so. */
export const CPUS_HOLE = '\u0001';
/** Any number of words that cannot be known, such as `$OPTIONS` outside of quotes. */
export const WORDS_HOLE = '\u0002';

/** Whether some of the text cannot be known. */
export function hasHole(text: string): boolean {
  return /[\u0000-\u0002]/.test(text);
}

/** The text for a reader, `…` for what cannot be known. */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0002]+/g, '…');
}
