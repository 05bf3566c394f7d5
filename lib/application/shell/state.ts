import { eitherOf, Unknown } from '../value';
import { isArray, pieceOf, unknownPiece, valueOf, type Piece, type Variable } from './piece';

/** A variable as the shell has it, and whether it hands it on to what it starts. */
interface Held {
  /** Nothing after `unset`. */
  readonly variable?: Variable;
  readonly exported: boolean;
}

/** What a shell knows at one point of a script; a branch lies over what was there before it. */
export class State {
  private readonly held = new Map<string, Held>();
  /** Why any variable may have been set that is not held here. */
  private wiped?: string;
  private ownPositional?: { readonly words?: readonly Piece[] };
  private ownDirectory?: { readonly path?: string };

  /**
   * @param below what was known before
   * @param outside the value of a variable that the container has; nothing where it is not set
   */
  public constructor(
    private readonly below: State | undefined,
    private readonly outside: (name: string) => string | undefined,
  ) {}

  /** The same, to be changed without changing this. */
  public branch(): State {
    return new State(this, this.outside);
  }

  /** How many variables have a value of their own here. */
  public get size(): number {
    return this.held.size;
  }

  public get(name: string): Variable | undefined {
    const own = this.held.get(name);
    if (own) {
      return own.variable;
    }
    if (this.wiped !== undefined) {
      return unknownPiece(this.wiped);
    }
    if (this.below) {
      return this.below.get(name);
    }
    const text = this.outside(name);
    return text === undefined ? undefined : { text };
  }

  /** Whether the script itself set or unset it. */
  public decides(name: string): boolean {
    return this.held.has(name) || (this.wiped === undefined && (this.below?.decides(name) ?? false));
  }

  public set(name: string, variable: Variable | undefined, exported?: boolean): void {
    this.held.set(name, { variable, exported: exported ?? this.isExported(name) });
  }

  /** Whether what the shell starts gets this variable: by `export`, or because the container has it. */
  public isExported(name: string): boolean {
    return this.held.get(name)?.exported ?? (this.below ? this.below.isExported(name) : this.outside(name) !== undefined);
  }

  /** Any variable may have been set. */
  public wipe(because: string): void {
    this.wiped = because;
    this.held.clear();
  }

  /** Why any variable may have been set, where that is so. */
  public get open(): string | undefined {
    return this.wiped ?? this.below?.open;
  }

  /** `"$@"`; nothing where it is not known. */
  public get positional(): readonly Piece[] | undefined {
    return this.ownPositional ? this.ownPositional.words : this.below?.positional;
  }

  public setPositional(words: readonly Piece[] | undefined): void {
    this.ownPositional = { words };
  }

  /** The working directory; nothing where it is not known. */
  public get directory(): string | undefined {
    return this.ownDirectory ? this.ownDirectory.path : this.below?.directory;
  }

  public setDirectory(path: string | undefined): void {
    this.ownDirectory = { path };
  }

  /** The variables that the shell set and hands on. */
  public exported(): Map<string, Piece> {
    const variables = this.below?.exported() ?? new Map<string, Piece>();
    if (this.wiped !== undefined) {
      variables.clear();
    }
    for (const [name, { variable, exported }] of this.held) {
      if (exported && variable && !isArray(variable)) {
        variables.set(name, variable);
      } else {
        variables.delete(name);
      }
    }
    return variables;
  }

  /** Takes over what the branches of a condition did that cannot be decided. */
  public join(branches: readonly State[], because: string, followsCpus: boolean): void {
    const wiped = branches.find((branch) => branch.wiped !== undefined)?.wiped;
    if (wiped !== undefined) {
      this.wipe(wiped);
    }
    for (const name of new Set(branches.flatMap((branch) => [...branch.held.keys()]))) {
      const [first, ...rest] = branches.map((branch) => branch.get(name));
      const variable = rest.reduce((left, right) => either(left, right, because, followsCpus), first);
      this.set(
        name,
        variable,
        branches.some((branch) => branch.isExported(name)),
      );
    }
    if (branches.some((branch) => branch.ownPositional)) {
      const [first, ...rest] = branches.map((branch) => branch.positional);
      this.setPositional(rest.every((words) => words === first) ? first : undefined);
    }
    if (branches.some((branch) => branch.ownDirectory)) {
      const [first, ...rest] = branches.map((branch) => branch.directory);
      this.setDirectory(rest.every((path) => path === first) ? first : undefined);
    }
  }

  /** Forgets what a loop set: how often it went round is not known. */
  public loosen(loop: State, because: string): void {
    for (const name of loop.held.keys()) {
      this.set(name, unknownPiece(because), loop.isExported(name));
    }
    if (loop.wiped !== undefined) {
      this.wipe(loop.wiped);
    }
    if (loop.ownPositional) {
      this.setPositional(undefined);
    }
    if (loop.ownDirectory && loop.directory !== this.directory) {
      this.setDirectory(undefined);
    }
  }
}

function either(left: Variable | undefined, right: Variable | undefined, because: string, followsCpus: boolean): Variable | undefined {
  if (left === right || (left && right && textOf(left) === textOf(right))) {
    return left;
  }
  const values = [left, right].map((each) => (each === undefined || isArray(each) ? new Unknown(because) : valueOf(each)));
  return pieceOf(eitherOf(values[0], values[1], because, followsCpus));
}

/** Equal texts are equal variables, unless they have holes. */
function textOf(variable: Variable): string | Variable {
  const pieces = isArray(variable) ? variable : [variable];
  return pieces.some(({ why }) => why) ? variable : `${isArray(variable)}${pieces.map(({ text }) => text).join('\u0003')}`;
}
