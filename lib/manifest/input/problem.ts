/** Input that cannot be used, as data: reading never throws. */
export interface Problem {
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  /** From 1. */
  readonly column?: number;
  /** One sentence without a full stop. */
  readonly message: string;
}
