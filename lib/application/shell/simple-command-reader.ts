import { assignmentOf, LexemeReader, SyntaxFault } from './lexeme-reader';
import { plainText, type Assignment, type Command, type Word } from './syntax';

/** Commands whose arguments may be assignments. */
const DECLARES: ReadonlySet<string> = new Set(['export', 'declare', 'typeset', 'local', 'readonly', 'alias']);

/** Reads commands that have no commands of their own, and the functions that are named like one. */
export abstract class SimpleCommandReader extends LexemeReader {
  protected abstract command(): Command;

  protected definition(): Command {
    this.advance();
    const name = plainText(this.word());
    if (this.isOperator('(')) {
      this.advance();
      this.expectOperator(')');
    }
    this.newlines();
    if (name === undefined) {
      throw new SyntaxFault();
    }
    return { kind: 'function', name, body: this.command() };
  }

  protected simple(): Command {
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const given: Assignment[] = [];
    while (this.ahead.kind === 'word') {
      const assignment = assignmentOf(this.ahead);
      const declares = words.length > 0 && DECLARES.has(plainText(words[0]) ?? '');
      if (assignment && (words.length === 0 || declares)) {
        (words.length === 0 ? assignments : given).push(assignment);
      } else {
        words.push(this.ahead.word);
      }
      this.advance();
      if (words.length === 1 && assignments.length === 0 && this.isOperator('(')) {
        return this.functionNamed(words[0]);
      }
    }
    if (words.length === 0 && assignments.length === 0) {
      throw new SyntaxFault();
    }
    return { kind: 'simple', assignments, words, arguments: given };
  }

  /** `name() command`. */
  private functionNamed(word: Word): Command {
    const name = plainText(word);
    this.advance();
    this.expectOperator(')');
    this.newlines();
    if (name === undefined) {
      throw new SyntaxFault();
    }
    return { kind: 'function', name, body: this.command() };
  }
}
