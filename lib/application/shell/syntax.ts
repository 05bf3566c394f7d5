/** A part of a word. */
export type Part =
  | { readonly kind: 'literal'; readonly text: string; readonly quoted: boolean }
  | ParameterPart
  /** `$(…)` or `` `…` ``, as it is written between the brackets. */
  | { readonly kind: 'command'; readonly text: string; readonly quoted: boolean }
  | { readonly kind: 'arithmetic'; readonly text: string; readonly quoted: boolean }
  /** An expansion that is not followed here. */
  | { readonly kind: 'unreadable'; readonly quoted: boolean };

/** `$NAME`, `${NAME:-default}`, `"$@"`, `${list[@]}`. */
export interface ParameterPart {
  readonly kind: 'parameter';
  /** A name, a digit, or one of `@ * # ? $ ! -`. */
  readonly name: string;
  /** What stands between square brackets. */
  readonly index?: string;
  /** `-`, `=`, `+`, `?`, each with or without the colon that makes the empty text count as unset; `#` for the length; `:` for a part. */
  readonly operator?: string;
  readonly argument?: Word;
  readonly quoted: boolean;
}

export type Word = readonly Part[];

/** `NAME=word`, `NAME+=word`, `NAME=(words)`. */
export interface Assignment {
  readonly name: string;
  readonly adds: boolean;
  readonly value: Word | { readonly items: readonly Word[] };
  /** Whether it sets one item of an array. */
  readonly isItem: boolean;
}

export type Command =
  | SimpleCommand
  | { readonly kind: 'if'; readonly branches: readonly Branch[]; readonly otherwise?: readonly Step[] }
  | { readonly kind: 'loop'; readonly names: readonly string[]; readonly condition: readonly Step[]; readonly body: readonly Step[] }
  | { readonly kind: 'case'; readonly subject: Word; readonly arms: readonly Arm[] }
  | { readonly kind: 'group'; readonly body: readonly Step[]; readonly subshell: boolean }
  | { readonly kind: 'function'; readonly name: string; readonly body: Command }
  /** `[[ … ]]`, its operators as words. */
  | { readonly kind: 'test'; readonly words: readonly Word[] }
  /** `(( … ))`. */
  | { readonly kind: 'arithmetic'; readonly text: string };

export interface SimpleCommand {
  readonly kind: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
  /** Assignments that stand as arguments: `export A=1`, `declare -a list=(…)`. */
  readonly arguments: readonly Assignment[];
}

export interface Branch {
  readonly condition: readonly Step[];
  readonly body: readonly Step[];
  readonly line: number;
}

export interface Arm {
  readonly patterns: readonly Word[];
  readonly body: readonly Step[];
}

/** Commands that a `|` connects. */
export interface Pipeline {
  readonly commands: readonly Command[];
  readonly negated: boolean;
}

/** Pipelines that `&&` and `||` connect. */
export interface Step {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
  readonly background: boolean;
  readonly line: number;
}

/** The text of a word that consists of unquoted text alone; nothing for any other. */
export function plainText(word: Word): string | undefined {
  return word.length === 1 && word[0].kind === 'literal' && !word[0].quoted ? word[0].text : undefined;
}
