import { type Lexeme, type Lexer } from './lexer';
import { plainText, type Assignment, type Word } from './syntax';

const RESERVED: ReadonlySet<string> = new Set(
  'if then elif else fi for while until select do done case esac in function { } ! [[ ]] time'.split(' '),
);
const ASSIGNMENT = /^([A-Za-z_]\w*)(\[[^\]]*\])?(\+?)=/;

/** That a script is not understood from here on. */
export class SyntaxFault extends Error {}

/** Goes through the words and operators of a script, one ahead. */
export class LexemeReader {
  protected ahead: Lexeme;

  public constructor(protected readonly lexer: Lexer) {
    this.ahead = lexer.next();
  }

  protected word(): Word {
    if (this.ahead.kind !== 'word') {
      throw new SyntaxFault();
    }
    const { word } = this.ahead;
    this.advance();
    return word;
  }

  /** The reserved word that comes next; nothing where a word of another kind does. */
  protected keyword(): string | undefined {
    const text = this.ahead.kind === 'word' ? plainText(this.ahead.word) : undefined;
    return text !== undefined && RESERVED.has(text) ? text : undefined;
  }

  protected expect(word: string): void {
    if (this.keyword() !== word) {
      throw new SyntaxFault();
    }
    this.advance();
  }

  protected expectOperator(text: string): void {
    if (!this.isOperator(text)) {
      throw new SyntaxFault();
    }
    this.advance();
  }

  protected isOperator(...texts: readonly string[]): boolean {
    return this.ahead.kind === 'operator' && texts.includes(this.ahead.text);
  }

  protected operator(): string {
    const text = this.ahead.kind === 'operator' ? this.ahead.text : '';
    this.advance();
    return text;
  }

  protected newlines(): void {
    while (this.isOperator('\n', ';')) {
      this.advance();
    }
  }

  protected advance(): void {
    this.ahead = this.lexer.next();
  }
}

/** The assignment that a word is; nothing where it is none. */
export function assignmentOf(lexeme: Extract<Lexeme, { kind: 'word' }>): Assignment | undefined {
  const [first, ...rest] = lexeme.word;
  const [whole, name, index, plus] = first?.kind === 'literal' && !first.quoted ? (ASSIGNMENT.exec(first.text) ?? []) : [];
  if (whole === undefined || first.kind !== 'literal') {
    return undefined;
  }
  const value: Word = first.text.length > whole.length ? [{ ...first, text: first.text.slice(whole.length) }, ...rest] : rest;
  return { name, adds: plus === '+', isItem: index !== undefined, value: lexeme.items ? { items: lexeme.items } : value };
}
