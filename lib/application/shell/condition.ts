import { hasHole } from '../../manifest/partial-text';
import type { Expression } from '../python/expression';
import { UNREADABLE } from '../python/expression';
import { Unknown, type Value } from '../value';
import { isUnset, textOf, type Expanding } from './expansion';
import { EMPTY, isArray, valueOf, type Piece } from './piece';
import type { State } from './state';
import { plainText, type Word } from './syntax';

/** What a condition is made with beside the state of the shell. */
export interface Testing extends Expanding {
  /** Whether there is a file of this path; nothing where that is not known. */
  exists?(path: string): boolean | undefined;
}

const NUMERIC: Readonly<Record<string, string>> = { '-eq': '==', '-ne': '!=', '-lt': '<', '-le': '<=', '-gt': '>', '-ge': '>=' };
const TEXTUAL: Readonly<Record<string, string>> = { '=': '==', '==': '==', '!=': '!=' };
/** Operands of `-a` and `-o`; more is no condition that anybody wrote. */
const LONGEST = 200;

/** `[ … ]`, `test …` or `[[ … ]]` as an expression, its words without the brackets. */
export function testExpression(words: readonly Word[], state: State, testing: Testing): Expression {
  return words.length > LONGEST ? UNREADABLE : new TestReader(words, state, testing).whole();
}

class TestReader {
  private position = 0;

  public constructor(
    private readonly words: readonly Word[],
    private readonly state: State,
    private readonly testing: Testing,
  ) {}

  public whole(): Expression {
    const expression = this.either();
    return this.position === this.words.length ? expression : UNREADABLE;
  }

  private either(): Expression {
    let left = this.both();
    while (this.takes('||') || this.takes('-o')) {
      left = { kind: 'logical', operator: 'or', left, right: this.both() };
    }
    return left;
  }

  private both(): Expression {
    let left = this.negation();
    while (this.takes('&&') || this.takes('-a')) {
      left = { kind: 'logical', operator: 'and', left, right: this.negation() };
    }
    return left;
  }

  private negation(): Expression {
    let negative = false;
    while (this.takes('!')) {
      negative = !negative;
    }
    const operand = this.primary();
    return negative ? { kind: 'not', operand } : operand;
  }

  private primary(): Expression {
    if (this.takes('(')) {
      const inner = this.either();
      return this.takes(')') ? inner : UNREADABLE;
    }
    const [first, second] = [this.plain(0), this.plain(1)];
    const isBinary = second !== undefined && (NUMERIC[second] ?? TEXTUAL[second] ?? (/^(=~|<|>|-nt|-ot|-ef)$/.test(second) || undefined));
    if (!isBinary && first !== undefined && /^-[a-zA-Z]$/.test(first) && this.words.length > this.position + 1) {
      this.position += 2;
      return this.unary(first, this.words[this.position - 1]);
    }
    if (isBinary && this.words.length > this.position + 2) {
      this.position += 3;
      return this.binary(this.words[this.position - 3], second, this.words[this.position - 1]);
    }
    const word = this.words[this.position++];
    return word ? constant(this.isNonEmpty(word)) : UNREADABLE;
  }

  private unary(operator: string, word: Word): Expression {
    switch (operator) {
      case '-n':
        return constant(this.isNonEmpty(word));
      case '-z':
        return { kind: 'not', operand: constant(this.isNonEmpty(word)) };
      case '-v': {
        const name = plainText(word);
        return name === undefined ? UNREADABLE : constant(this.isSet(name));
      }
      case '-e':
      case '-f':
      case '-s':
      case '-r':
      case '-x': {
        const { text } = textOf(word, this.state, this.testing);
        const exists = hasHole(text) ? undefined : this.testing.exists?.(text);
        return exists === undefined ? constant(new Unknown(`whether there is a file ${text} is not known`)) : constant(exists);
      }
      default:
        return UNREADABLE;
    }
  }

  private binary(left: Word, operator: string, right: Word): Expression {
    const numeric = NUMERIC[operator];
    if (numeric) {
      return { kind: 'comparison', operator: numeric, left: this.operand(left), right: this.operand(right) };
    }
    const textual = TEXTUAL[operator];
    if (!textual || right.some((part) => part.kind === 'literal' && !part.quoted && /[*?[]/.test(part.text))) {
      return UNREADABLE;
    }
    return { kind: 'comparison', operator: textual, left: this.textual(left), right: this.textual(right) };
  }

  /** A variable by its name, so that what the comparison says of it can be taken over. */
  private operand(word: Word): Expression {
    const parts = word.filter((part) => part.kind !== 'literal' || part.text !== '');
    const [part] = parts;
    const isName = parts.length === 1 && part.kind === 'parameter' && part.operator === undefined && part.index === undefined;
    return isName && /^[A-Za-z_]/.test(part.name)
      ? { kind: 'name', name: part.name }
      : constant(valueOf(textOf(word, this.state, this.testing)));
  }

  private textual(word: Word): Expression {
    const value = this.known(word);
    return value instanceof Unknown ? constant(value) : constant(value.text);
  }

  private isNonEmpty(word: Word): Value {
    const value = this.known(word);
    return value instanceof Unknown ? value : value.text !== '';
  }

  /** The text of a word, in which a variable that nothing sets is empty. */
  private known(word: Word): Piece | Unknown {
    const [only] = word.filter((part) => part.kind !== 'literal' || part.text !== '');
    const name = only?.kind === 'parameter' && only.operator === undefined && /^[A-Za-z_]/.test(only.name) ? only.name : undefined;
    if (name !== undefined && word.every((part) => part === only || (part.kind === 'literal' && part.text === ''))) {
      return this.variable(name);
    }
    const text = textOf(word, this.state, this.testing);
    const follows = word.some(
      (part) => part.kind === 'parameter' && part.operator !== undefined && this.state.get(part.name) === undefined,
    );
    if (follows && !this.testing.decidesUnset) {
      return new Unknown('whether it is set is not known');
    }
    return isWhole(text) ? text : unknownOf(text);
  }

  private variable(name: string): Piece | Unknown {
    const variable = this.state.get(name);
    if (variable !== undefined) {
      const piece = isArray(variable) ? (variable[0] ?? EMPTY) : variable;
      return isWhole(piece) ? piece : unknownOf(piece);
    }
    this.testing.assumed ||= !this.state.decides(name);
    return isUnset(name, this.state, this.testing) ? EMPTY : new Unknown(`whether ${name} is set is not known`);
  }

  private isSet(name: string): Value {
    const variable = this.state.get(name);
    this.testing.assumed ||= variable === undefined && !this.state.decides(name);
    return variable !== undefined || (isUnset(name, this.state, this.testing) ? false : new Unknown(`whether ${name} is set is not known`));
  }

  private plain(offset: number): string | undefined {
    const word = this.words[this.position + offset];
    return word && plainText(word);
  }

  private takes(text: string): boolean {
    const taken = this.plain(0) === text;
    this.position += taken ? 1 : 0;
    return taken;
  }
}

function constant(value: Value): Expression {
  return { kind: 'constant', value };
}

/** A text with a hole may still be known not to be empty, but not what it is. */
function isWhole({ text }: Piece): boolean {
  return !hasHole(text);
}

function unknownOf(piece: Piece): Unknown {
  const value = valueOf(piece);
  return value instanceof Unknown ? value : new Unknown('a part of it is known only where it runs');
}
