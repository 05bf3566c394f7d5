import { plainText, type Word } from './syntax';
import { closingAt, wordAt } from './word';

/** A word, an operator, the end of a line, or the end of the script. */
export type Lexeme =
  | { readonly kind: 'word'; readonly word: Word; readonly items?: readonly Word[]; readonly line: number }
  | { readonly kind: 'operator'; readonly text: string; readonly line: number }
  | { readonly kind: 'end'; readonly line: number };

const SPACE = /(?:[ \t\r]+|\\\r?\n)*/y;
const COMMENT = /#[^\n]*/y;
const OPERATOR = /;;&|;;|;&|&&|\|\||\|&|&>{1,2}|\d*(?:<<<|<<-|<<|>>|<>|>\||[<>])&?|[\n;&|()]/y;
/** What stands before an array: `NAME=`, `NAME+=`. */
const ARRAY = /^[A-Za-z_]\w*\+?=$/;

/** Splits a script into words and operators, in time proportional to its length; redirections and here-documents are left out. */
export class Lexer {
  private position = 0;
  private line = 1;
  private counted = 0;
  /** The ends of here-documents that begin at the next line. */
  private documents: string[] = [];

  public constructor(private readonly script: string) {}

  public next(): Lexeme {
    for (;;) {
      this.space();
      if (this.position >= this.script.length) {
        return { kind: 'end', line: this.currentLine() };
      }
      OPERATOR.lastIndex = this.position;
      const text = OPERATOR.exec(this.script)?.[0];
      if (text === undefined) {
        return this.word();
      }
      this.position += text.length;
      if (/[<>]/.test(text)) {
        this.redirect(text);
      } else if (text === '\n') {
        this.skipDocuments();
        return { kind: 'operator', text, line: this.currentLine() };
      } else {
        return { kind: 'operator', text, line: this.currentLine() };
      }
    }
  }

  /** What stands up to `))`, where the `(` that was just read is followed by another one. */
  public arithmetic(): string | undefined {
    if (this.script[this.position] !== '(') {
      return undefined;
    }
    const close = closingAt(this.script, this.position - 1, '(', ')');
    if (this.script[close - 1] !== ')') {
      return undefined;
    }
    const text = this.script.slice(this.position + 1, close - 1);
    this.position = Math.min(close + 1, this.script.length);
    return text;
  }

  private currentLine(): number {
    for (; this.counted < this.position; this.counted++) {
      this.line += this.script[this.counted] === '\n' ? 1 : 0;
    }
    return this.line;
  }

  private space(): void {
    SPACE.lastIndex = this.position;
    this.position += SPACE.exec(this.script)![0].length;
    COMMENT.lastIndex = this.position;
    this.position += COMMENT.exec(this.script)?.[0].length ?? 0;
  }

  private word(): Lexeme {
    const line = this.currentLine();
    const { word, end } = wordAt(this.script, this.position);
    this.position = Math.min(Math.max(end, this.position + 1), this.script.length);
    if (this.script[this.position] === '(' && ARRAY.test(plainText(word) ?? '')) {
      this.position++;
      return { kind: 'word', word, items: this.items(), line };
    }
    return { kind: 'word', word, line };
  }

  /** The items of an array, up to the bracket that closes it. */
  private items(): Word[] {
    const items: Word[] = [];
    for (;;) {
      this.space();
      const character = this.script[this.position];
      if (character === undefined || character === ')') {
        this.position = Math.min(this.position + 1, this.script.length);
        return items;
      }
      const { word, end } = wordAt(this.script, this.position);
      if (end === this.position) {
        this.position++;
      } else {
        items.push(word);
        this.position = end;
      }
    }
  }

  /** The target of a redirection is no argument; the text of a here-document is no script. */
  private redirect(operator: string): void {
    if (this.script[this.position] === '(') {
      // `<(…)`: a process, not a file.
      this.position = Math.min(closingAt(this.script, this.position, '(', ')') + 1, this.script.length);
      return;
    }
    this.space();
    const { word, end } = wordAt(this.script, this.position);
    this.position = end;
    if (/<<-?$/.test(operator)) {
      this.documents.push(word.map((part) => (part.kind === 'literal' ? part.text : '')).join(''));
    }
  }

  private skipDocuments(): void {
    for (const end of this.documents) {
      while (this.position < this.script.length) {
        const newline = this.script.indexOf('\n', this.position);
        const close = newline < 0 ? this.script.length : newline;
        const text = this.script.slice(this.position, close);
        this.position = close + 1;
        if (text.trim() === end) {
          break;
        }
      }
    }
    this.documents = [];
    this.position = Math.min(this.position, this.script.length);
  }
}
