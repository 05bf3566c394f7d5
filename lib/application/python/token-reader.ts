import { bracketStep, type Token } from './token';

/** Goes through tokens from the first to the last. */
export class TokenReader {
  protected position = 0;
  /** Whether a bracket is closed by nothing, or by another kind. */
  protected broken = false;

  protected constructor(protected readonly tokens: readonly Token[]) {}

  /** Whether all tokens were taken, and brackets close what opened. */
  public get isFinished(): boolean {
    return this.atEnd && !this.broken;
  }

  protected get atEnd(): boolean {
    return this.position >= this.tokens.length;
  }

  /** Goes on behind what cannot be read: to the comma or the bracket that ends it. */
  protected skip(): void {
    let depth = 0;
    for (; this.position < this.tokens.length; this.position++) {
      const step = bracketStep(this.tokens[this.position]);
      if (depth === 0 && (step < 0 || this.at(','))) {
        return;
      }
      depth += step;
    }
  }

  protected oneOf(operators: readonly string[]): string | undefined {
    return operators.find((operator) => this.takes(operator));
  }

  protected at(text: string): boolean {
    const token = this.tokens[this.position];
    return token !== undefined && token.kind !== 'string' && token.text === text;
  }

  protected takes(text: string): boolean {
    const taken = this.at(text);
    this.position += taken ? 1 : 0;
    return taken;
  }
}
