import { parseEvents, YAMLException, type Event, type ParserOptions } from 'js-yaml';

/** Characters that may be read for this: a document with one such bracket a container is read, one made of nothing else is refused. */
const MOST_READ = 4_000_000;

/** Blanks before a line: where it begins in the text, and how many are put there. */
interface Indentation {
  readonly lineStart: number;
  readonly blanks: number;
}

/** Events of a text, and the text that they are about. */
export interface Parsed {
  readonly events: Event[];
  readonly text: string;
  /** Where a character of that text stands in the one that was given. */
  readonly original: (offset: number) => number;
}

/**
 * Reads YAML whose lines inside of brackets or quotes stand left of where YAML 1.2 wants them: a closing `]` at the column of its key.
 * Kubernetes' reader does not look at indentation there, where it means nothing. The line that was refused is indented, and all is
 * read again.
 *
 * @throws YAMLException
 */
export function parseIndented(given: string, options: ParserOptions): Parsed {
  const added: Indentation[] = [];
  let blanks: number | undefined;
  let text = given;
  for (let read = 0; ; read += text.length) {
    try {
      return { events: parseEvents(text, options), text, original: (offset) => originalOf(offset, added) };
    } catch (error) {
      if (!(error instanceof YAMLException) || error.reason !== 'deficient indentation' || !error.mark || read > MOST_READ) {
        throw error;
      }
      const lineStart = text.lastIndexOf('\n', error.mark.position - 1) + 1;
      if (lineStart === added[added.length - 1]?.lineStart) {
        throw error;
      }
      blanks ??= deepest(given) + 1;
      text = text.slice(0, lineStart) + ' '.repeat(blanks) + text.slice(lineStart);
      added.push({ lineStart, blanks });
    }
  }
}

/** Lines are refused from the first to the last, so that each stands behind all that was added before. */
function originalOf(offset: number, added: readonly Indentation[]): number {
  return added.reduceRight((place, { lineStart, blanks }) => (place < lineStart ? place : Math.max(lineStart, place - blanks)), offset);
}

/** The deepest column at which a line begins, and with it whatever a bracket can be in. */
function deepest(text: string): number {
  let depth = 0;
  for (const [indentation] of text.matchAll(/^[ \-?:]+/gm)) {
    depth = Math.max(depth, indentation.length);
  }
  return depth;
}
