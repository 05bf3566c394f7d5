import { posix } from 'node:path';
import { hasHole, WORDS_HOLE } from '../../manifest/partial-text';
import { evaluate } from '../python/evaluation';
import { Unknown } from '../value';
import { testExpression, type Testing } from './condition';
import { assigned, scopeOf } from './expansion';
import type { Outcome } from './outcome';
import { parseScript } from './parser';
import { unknownPiece, type Piece } from './piece';
import type { ScriptSurroundings } from './shell-script';
import type { State } from './state';
import type { Assignment, Step, Word } from './syntax';

/** A command of the shell itself, and where it stands. */
interface Call {
  readonly given: readonly Assignment[];
  /** Its words as they are written, without the first. */
  readonly words: readonly Word[];
  readonly state: State;
}

/** Programs that every image with a shell has. */
const EVERYWHERE: ReadonlySet<string> = new Set(['nproc', 'sh', 'test', 'echo', 'cat', 'sleep', 'kill', 'trap', 'true']);
/** What is no command of its own; each is silent or sets variables that are not followed. */
const SILENT: ReadonlySet<string> = new Set(['shopt', 'ulimit', 'umask', 'hash', 'bind', 'complete']);

/** The commands that change what the shell knows. Others are for {@link Run} to record. */
export class Builtins {
  public constructor(
    private readonly testing: Testing,
    private readonly surroundings: ScriptSurroundings,
    private readonly runSteps: (steps: readonly Step[], state: State) => Outcome,
  ) {}

  /** What the shell does by itself; nothing where it starts a program, or what it does is of interest to the reader of the script. */
  public run(name: string, args: readonly Piece[], call: Call): Outcome | undefined {
    const { state, given, words } = call;
    switch (name) {
      case '[':
        return evaluate(testExpression(words.slice(0, -1), state, this.testing), scopeOf(state, this.testing));
      case 'test':
        return evaluate(testExpression(words, state, this.testing), scopeOf(state, this.testing));
      case 'export':
      case 'readonly':
      case 'declare':
      case 'typeset':
      case 'local':
        return this.declare(name, args, given, state);
      case 'unset':
        args.forEach(({ text }) => text.startsWith('-') || state.set(text, undefined, false));
        return true;
      case 'set':
        return this.set(args, state);
      case 'shift':
        return shift(args, state);
      case 'cd':
        state.setDirectory(changed(state.directory, args.find(({ text }) => !/^-[LP]$|^--$/.test(text))?.text));
        return undefined;
      case 'let':
        return this.forget(
          args.map(({ text }) => /^\w+/.exec(text)?.[0] ?? ''),
          state,
        );
      case 'read':
      case 'mapfile':
      case 'readarray':
      case 'getopts':
        return this.forget(['REPLY', 'MAPFILE', 'OPTARG', ...args.map(({ text }) => text)], state);
      case 'eval':
        return this.evaluated(args, state);
      case '.':
      case 'source':
        return this.source(args[0]?.text, state);
      case 'return':
        return 'returned';
      default:
        return SILENT.has(name) ? true : undefined;
    }
  }

  /** How a command that is recorded comes out, as far as that is certain. */
  public status(name: string, fields: readonly Piece[]): Outcome | undefined {
    switch (name) {
      case 'true':
      case ':':
        return true;
      case 'false':
        return false;
      case 'exit':
        return 'ended';
      case 'command':
      case 'which':
      case 'type':
        return EVERYWHERE.has(fields.at(-1)?.text ?? '')
          ? true
          : new Unknown(`whether there is a program ${fields.at(-1)?.text ?? ''} is not known`);
      default:
        return undefined;
    }
  }

  private declare(name: string, args: readonly Piece[], given: readonly Assignment[], state: State): Outcome {
    const options = args.filter(({ text }) => text.startsWith('-')).map(({ text }) => text);
    const exports = name === 'export' ? !options.includes('-n') : options.some((option) => option.includes('x'));
    for (const each of given) {
      state.set(each.name, assigned(each, state, this.testing), exports || undefined);
    }
    for (const { text } of args) {
      if (/^[A-Za-z_]\w*$/.test(text) && exports) {
        state.set(text, state.get(text), true);
      } else if (hasHole(text)) {
        state.wipe(`${name} sets variables whose names are not known`);
      }
    }
    return true;
  }

  /** `set -- words`; options of the shell are passed over. */
  private set(args: readonly Piece[], state: State): Outcome {
    const start = args.findIndex(({ text }) => text === '--' || !/^[-+]/.test(text));
    // `set -o pipefail` has a word that is none of the script's.
    if (start < 0 || /^[-+]\w*o$/.test(args[start - 1]?.text ?? '')) {
      return true;
    }
    const words = args.slice(args[start].text === '--' ? start + 1 : start);
    state.setPositional(words.some(({ text }) => text.includes(WORDS_HOLE)) ? undefined : words);
    return true;
  }

  private forget(names: readonly string[], state: State): Outcome {
    names.filter((name) => /^[A-Za-z_]\w*$/.test(name)).forEach((name) => state.set(name, unknownPiece(`${name} is read while it runs`)));
    return new Unknown('it is known only where it runs');
  }

  /** `eval` runs what it is given as a script. */
  private evaluated(args: readonly Piece[], state: State): Outcome | undefined {
    const text = args.map((piece) => piece.text).join(' ');
    if (hasHole(text)) {
      state.wipe('eval may set any variable');
      return undefined;
    }
    return this.included(text, state);
  }

  /** What a script takes in may set any variable, unless it can be read. A virtual environment sets its own. */
  private source(path: string | undefined, state: State): Outcome {
    if (path === undefined || /(^|\/)bin\/activate$/.test(path)) {
      return 'ran';
    }
    const absolute = path.includes('/') && state.directory !== undefined ? posix.resolve(state.directory, path) : path;
    const text = hasHole(path) ? undefined : this.surroundings.file?.(absolute);
    if (text === undefined) {
      state.wipe(`${hasHole(path) ? 'a file that the script takes in' : path} may set it`);
      return 'ran';
    }
    const outcome = this.included(text, state);
    return outcome === 'returned' ? 'ran' : outcome;
  }

  private included(text: string, state: State): Outcome {
    if (!this.testing.budget.make(text.length)) {
      state.wipe('it takes in more than is followed here');
      return 'ran';
    }
    const { steps, brokenAt } = parseScript(text);
    const outcome = this.runSteps(steps, state);
    if (brokenAt !== undefined) {
      state.wipe('a part of what the script takes in is not understood');
    }
    return outcome;
  }
}

function shift(args: readonly Piece[], state: State): Outcome {
  const count = args[0] === undefined ? 1 : Number(args[0].text);
  state.setPositional(Number.isInteger(count) ? state.positional?.slice(count) : undefined);
  return true;
}

/** The path that `cd` leads to; nothing where it is not known. */
function changed(directory: string | undefined, target: string | undefined): string | undefined {
  if (target === undefined || hasHole(target) || target === '-' || target.startsWith('~')) {
    return undefined;
  }
  return posix.isAbsolute(target) ? posix.normalize(target) : directory && posix.resolve(directory, target);
}
