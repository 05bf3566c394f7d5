import { isCollection, isMap, isNode, isScalar, LineCounter, parseDocument, type Node } from 'yaml';
import type { Path } from '../path';

/** A place in a file, both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A document that was read: its JSON, and the text from which positions are found when they are asked for. */
export class Document {
  private tree?: { readonly root: Node | null; readonly lines: LineCounter };

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
  ) {}

  /** Where a field is written: its key, or the item of a list. What is not there stands where it is missing from. */
  public positionOf(path: Path): Position {
    this.tree ??= parsed(this.text);
    const { root, lines } = this.tree;
    const { line, col } = lines.linePos(offsetOf(root, path));
    return { line: line + this.linesBefore, column: col };
  }
}

function parsed(text: string): { readonly root: Node | null; readonly lines: LineCounter } {
  const lines = new LineCounter();
  const root = parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false }).contents;
  return { root, lines };
}

function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const step of path) {
    // An alias is where the path ends: what it stands for is written elsewhere.
    if (!isCollection(node)) {
      break;
    }
    const pair = isMap(node) ? node.items.find(({ key }) => (isScalar(key) ? String(key.value) : key) === step) : undefined;
    const item: unknown = pair ? pair.key : isMap(node) ? undefined : node.items[step as number];
    if (!isNode(item)) {
      break;
    }
    offset = item.range?.[0] ?? offset;
    node = pair ? pair.value : item;
  }
  return offset;
}
