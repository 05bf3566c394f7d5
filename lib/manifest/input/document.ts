import type { Path } from '../path';
import { YamlError, YamlText } from './yaml-text';

/** A place in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document that was read: its JSON, and the text from which positions are found when they are asked for. */
export class Document {
  private source?: YamlText;

  public constructor(
    /** As the user named it; `-` for the standard input. */
    public readonly file: string,
    public readonly json: unknown,
    /** Its own part of the file's text. */
    public readonly text: string,
    /** Lines of the file before this document. */
    private readonly linesBefore: number,
    /** Where its text begins in that of the file. */
    public readonly start: number,
    /**
     * Where a field stands in its text, as a number of characters.
     *
     * @default - as the YAML of the text says
     */
    private readonly place?: (path: Path) => number,
    /** Keys that stand twice in one map; its JSON has what the last one says. */
    public readonly duplicateKeys: readonly Path[] = [],
    /** Whether a program made its text of the file: no line of the one is a line of the other. */
    public readonly rendered = false,
    /** Which one of its file's documents it is, from 0. */
    public readonly ordinal = 0,
  ) {}

  /** Where a field is written: its key, or the item of a list. What is not there stands where it is missing from. */
  public positionOf(path: Path): Position {
    const { line, column } = positionIn(this.text, this.offsetOf(path));
    return { line: line + this.linesBefore, column };
  }

  /** The same text with other JSON read into it; `whence` says where a field of that JSON comes from in this one. */
  public readAs(json: unknown, whence: (path: Path) => Path): Document {
    const place = (path: Path) => this.offsetOf(whence(path));
    return new Document(this.file, json, this.text, this.linesBefore, this.start, place, [], false, this.ordinal);
  }

  /** The same, as a program made it of a file. */
  public renderedFrom(file: string): Document {
    return new Document(file, this.json, this.text, 0, 0, this.place, this.duplicateKeys, true, this.ordinal);
  }

  /** Whether its JSON stands in its text as it is, so that an edit of the one is an edit of the other. */
  public get literal(): boolean {
    return this.place === undefined;
  }

  private offsetOf(path: Path): number {
    if (this.place) {
      return this.place(path);
    }
    try {
      this.source ??= new YamlText(this.text);
      return this.source.placeOf(path);
    } catch (error) {
      // JSON that is no YAML: so deep, or with tabs where YAML has none.
      if (error instanceof YamlError) {
        return 0;
      }
      throw error;
    }
  }
}

/** The place of a character. */
export function positionIn(text: string, offset: number): Position {
  let line = 1;
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
    line += 1;
  }
  return { line, column: offset === 0 ? 1 : offset - text.lastIndexOf('\n', offset - 1) };
}
