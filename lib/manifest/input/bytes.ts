import type { Problem } from './problem';
import { readText } from './text';
import type { TextContents } from './text-contents';

/** More than this is no manifest: etcd refuses objects beyond 1.5 MiB, and 1,000 services are 2 MB. Bytes. */
export const LARGEST_FILE = 32 * 2 ** 20;

/** Reads what a file or the standard input holds: UTF-8, or UTF-16 with a byte order mark. */
export function readBytes(file: string, bytes: Uint8Array): TextContents {
  const refuse = (message: string): { documents: []; problems: Problem[] } => ({ documents: [], problems: [{ file, message }] });
  if (bytes.length > LARGEST_FILE) {
    return refuse(`it has more than ${LARGEST_FILE / 2 ** 20} MiB, which no manifest has`);
  }
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes('\0') ? refuse('it is a binary file: it holds NUL bytes') : readText(file, text);
}

function encodingOf([first, second]: Uint8Array): string {
  return first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
