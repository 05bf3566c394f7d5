import { Lexer } from './lexer';
import { SyntaxFault } from './lexeme-reader';
import { SimpleCommandReader } from './simple-command-reader';
import { plainText, type Arm, type Branch, type Command, type Pipeline, type Step, type Word } from './syntax';

/** A script as its commands, up to what this reader does not understand. */
export interface ParsedScript {
  readonly steps: readonly Step[];
  /** The line from which on it is not understood; nothing where all of it is. */
  readonly brokenAt?: number;
}

/** Words that end the commands before them. */
const CLOSES: ReadonlySet<string> = new Set('then elif else fi do done esac }'.split(' '));
/** Commands in commands; a script that anybody wrote is not nested like that. */
const DEEPEST = 60;

export function parseScript(script: string): ParsedScript {
  return new Parser(new Lexer(script)).script();
}

class Parser extends SimpleCommandReader {
  private depth = 0;

  public script(): ParsedScript {
    const steps: Step[] = [];
    try {
      this.steps(steps);
      if (this.ahead.kind !== 'end') {
        throw new SyntaxFault();
      }
      return { steps };
    } catch (error) {
      if (!(error instanceof SyntaxFault)) {
        throw error;
      }
      return { steps, brokenAt: this.ahead.line };
    }
  }

  /** Commands, up to a word or a bracket that closes what they stand in. */
  private steps(steps: Step[] = []): Step[] {
    if (++this.depth > DEEPEST) {
      throw new SyntaxFault();
    }
    for (;;) {
      this.newlines();
      if (this.ahead.kind === 'end' || this.isOperator(')', ';;', ';;&', ';&') || CLOSES.has(this.keyword() ?? '')) {
        break;
      }
      steps.push(this.step());
    }
    this.depth--;
    return steps;
  }

  private step(): Step {
    const { line } = this.ahead;
    const first = this.pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    while (this.isOperator('&&', '||')) {
      const operator = this.operator() as '&&' | '||';
      this.newlines();
      rest.push({ operator, pipeline: this.pipeline() });
    }
    const background = this.isOperator('&');
    if (this.isOperator('&', ';', '\n')) {
      this.advance();
    } else if (this.ahead.kind === 'word') {
      throw new SyntaxFault();
    }
    return { first, rest, background, line };
  }

  private pipeline(): Pipeline {
    let negated = false;
    while (this.keyword() === '!' || this.keyword() === 'time') {
      negated = this.keyword() === '!' ? !negated : negated;
      this.advance();
    }
    const commands = [this.command()];
    while (this.isOperator('|', '|&')) {
      this.advance();
      this.newlines();
      commands.push(this.command());
    }
    return { commands, negated };
  }

  protected command(): Command {
    if (this.isOperator('(')) {
      return this.bracket();
    }
    switch (this.keyword()) {
      case 'if':
        return this.conditional();
      case 'while':
      case 'until':
        this.advance();
        return this.loop([], this.steps());
      case 'for':
      case 'select':
        return this.iteration();
      case 'case':
        return this.choice();
      case '{':
        return this.group();
      case '[[':
        return this.test();
      case 'function':
        return this.definition();
      default:
        return this.simple();
    }
  }

  private bracket(): Command {
    const text = this.lexer.arithmetic();
    if (text !== undefined) {
      this.advance();
      return { kind: 'arithmetic', text };
    }
    this.advance();
    const body = this.steps();
    this.expectOperator(')');
    return { kind: 'group', body, subshell: true };
  }

  private group(): Command {
    this.advance();
    const body = this.steps();
    this.expect('}');
    return { kind: 'group', body, subshell: false };
  }

  private conditional(): Command {
    const branches: Branch[] = [];
    let otherwise: Step[] | undefined;
    while (this.keyword() === 'if' || this.keyword() === 'elif') {
      const { line } = this.ahead;
      this.advance();
      const condition = this.steps();
      this.expect('then');
      branches.push({ condition, body: this.steps(), line });
    }
    if (this.keyword() === 'else') {
      this.advance();
      otherwise = this.steps();
    }
    this.expect('fi');
    return { kind: 'if', branches, otherwise };
  }

  private loop(names: readonly string[], condition: readonly Step[]): Command {
    this.expect('do');
    const body = this.steps();
    this.expect('done');
    return { kind: 'loop', names, condition, body };
  }

  /** `for name in words`, `for ((…))`. The words are data. */
  private iteration(): Command {
    this.advance();
    const name = this.ahead.kind === 'word' ? plainText(this.ahead.word) : undefined;
    if (this.isOperator('(')) {
      this.lexer.arithmetic();
    }
    this.advance();
    while (!this.isOperator(';', '\n') && this.keyword() !== 'do' && this.ahead.kind !== 'end') {
      this.advance();
    }
    while (this.isOperator(';', '\n')) {
      this.advance();
    }
    return this.loop(name === undefined ? [] : [name], []);
  }

  private choice(): Command {
    this.advance();
    const subject = this.word();
    this.newlines();
    this.expect('in');
    const arms: Arm[] = [];
    for (this.newlines(); this.keyword() !== 'esac'; this.newlines()) {
      if (this.isOperator('(')) {
        this.advance();
      }
      const patterns = [this.word()];
      while (this.isOperator('|')) {
        this.advance();
        patterns.push(this.word());
      }
      this.expectOperator(')');
      arms.push({ patterns, body: this.steps() });
      if (this.isOperator(';;', ';;&', ';&')) {
        this.advance();
      }
    }
    this.expect('esac');
    return { kind: 'case', subject, arms };
  }

  private test(): Command {
    this.advance();
    const words: Word[] = [];
    while (this.keyword() !== ']]') {
      if (this.ahead.kind === 'end' || this.isOperator('\n', ';')) {
        throw new SyntaxFault();
      }
      words.push(this.ahead.kind === 'word' ? this.ahead.word : [{ kind: 'literal', text: this.ahead.text, quoted: false }]);
      this.advance();
    }
    this.advance();
    return { kind: 'test', words };
  }
}
