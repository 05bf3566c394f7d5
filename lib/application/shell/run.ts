import { hasHole } from '../../manifest/partial-text';
import { TOO_MUCH, type Budget } from '../budget';
import { evaluate } from '../python/evaluation';
import { truth } from '../python/operation';
import { asUnknown, isUnknown, type Value } from '../value';
import { Builtins } from './builtin';
import { testExpression, type Testing } from './condition';
import { arithmeticOf, assigned, fieldsOf, scopeOf, textOf } from './expansion';
import { isEnd, type Context, type Outcome } from './outcome';
import { fits } from './pattern';
import { isArray, type Piece } from './piece';
import { refinedState } from './refined-state';
import { DEEPEST, StepRunner } from './step-runner';
import type { ScriptSurroundings, ShellCommand } from './shell-script';
import type { State } from './state';
import { plainText, type Command, type SimpleCommand, type Step } from './syntax';

/** Branches of one `if`. */
const LONGEST = 100;
/** What a command that is kept costs besides its words, in characters: 50,000 of them are no start script. */
const COMMAND = 40;

/** Goes through the commands of a script as a shell would, along all ways that a condition leaves open. */
export class Run extends StepRunner {
  public readonly commands: ShellCommand[] = [];
  public readonly testing: Testing;
  private readonly functions = new Map<string, Command>();
  private readonly builtins: Builtins;

  public constructor(budget: Budget, surroundings: ScriptSurroundings) {
    super(budget);
    this.testing = {
      budget,
      path: surroundings.path,
      assumed: false,
      exists: (path) => (surroundings.file?.(path) !== undefined ? true : surroundings.lacks?.(path) ? false : undefined),
      decidesUnset: surroundings.decidesUnset ?? false,
    };
    this.builtins = new Builtins(this.testing, surroundings, (steps, state) => this.steps(steps, state, this.context));
  }

  protected command(command: Command, state: State, context: Context): Outcome {
    this.depth++;
    const outcome = this.depth > DEEPEST ? this.tooDeep() : this.outcomeOf(command, state, context);
    this.depth--;
    return outcome;
  }

  private outcomeOf(command: Command, state: State, context: Context): Outcome {
    switch (command.kind) {
      case 'simple':
        return this.simple(command, state, context);
      case 'if':
        return this.conditional(command, state, context);
      case 'loop':
        return this.loop(command, state, context);
      case 'case':
        return this.choice(command, state, context);
      case 'group':
        return this.group(command.body, command.subshell, state, context);
      case 'function':
        if (context.conditional) {
          this.functions.delete(command.name);
        } else {
          this.functions.set(command.name, command.body);
        }
        return true;
      case 'test':
        return evaluate(testExpression(command.words, state, this.testing), scopeOf(state, this.testing));
      default:
        return arithmeticOf(command.text, state, this.testing);
    }
  }

  private group(body: readonly Step[], subshell: boolean, state: State, context: Context): Outcome {
    const outcome = this.steps(body, subshell ? state.branch() : state, context);
    return subshell && isEnd(outcome) ? 'ran' : outcome;
  }

  private simple({ assignments, words, arguments: given }: SimpleCommand, state: State, context: Context): Outcome {
    if (words.length === 0) {
      assignments.forEach((each) => state.set(each.name, assigned(each, state, this.testing)));
      return true;
    }
    const fields = words.flatMap((word) => fieldsOf(word, state, this.testing));
    const own = new Map(assignments.map((each) => [each.name, assigned(each, state, this.testing)]));
    const [program, ...rest] = fields;
    if (program === undefined) {
      return true;
    }
    const called = this.functions.get(program.text);
    if (called) {
      return this.call(called, rest, state, context);
    }
    this.context = context;
    const outcome = this.builtins.run(program.text, rest, { given, words: words.slice(1), state });
    if (outcome !== undefined) {
      return outcome;
    }
    const variables = state.exported();
    own.forEach((variable, name) => variables.set(name, isArray(variable) ? { text: '' } : variable));
    return this.emit(fields, variables, state, context);
  }

  private emit(fields: readonly Piece[], variables: ReadonlyMap<string, Piece>, state: State, context: Context): Outcome {
    if (!this.budget.make(COMMAND + fields.length + variables.size)) {
      this.broken = TOO_MUCH;
      return 'ended';
    }
    const { text: program } = fields[0];
    this.commands.push({
      words: fields.map(({ text }) => text),
      whys: new Map(fields.flatMap(({ why }, index) => (why ? [[index, why]] : []))),
      variables: new Map([...variables].map(([name, { text }]) => [name, text])),
      ...context,
      directory: state.directory,
    });
    return program === 'exec' && fields.length > 1 && !context.detached ? 'ended' : (this.builtins.status(program, fields) ?? 'ran');
  }

  private call(body: Command, args: readonly Piece[], state: State, context: Context): Outcome {
    const before = state.positional;
    state.setPositional(args.some(({ text }) => text.includes('\u0002')) ? undefined : args);
    const outcome = this.command(body, state, context);
    state.setPositional(before);
    return outcome === 'returned' ? 'ran' : outcome;
  }

  private conditional({ branches, otherwise = [] }: Extract<Command, { kind: 'if' }>, state: State, context: Context): Outcome {
    const ways: State[] = [];
    let base = state.branch();
    let because: string | undefined;
    let followsCpus = true;
    if (branches.length > LONGEST) {
      return this.tooDeep();
    }
    for (const { condition, body, line } of branches) {
      const outcome = this.steps(
        condition,
        because === undefined ? state : base,
        because === undefined ? context : { ...context, conditional: true },
      );
      if (isEnd(outcome)) {
        return because === undefined ? outcome : this.join(state, ways, because, followsCpus);
      }
      const value: Value = outcome === 'ran' ? asUnknown('\u0000') : outcome;
      if (!isUnknown(value) && !truth(value)) {
        continue;
      }
      if (!isUnknown(value) && because === undefined) {
        return this.steps(body, state, context);
      }
      const { cpus } = isUnknown(value) ? asUnknown(value) : { cpus: undefined };
      followsCpus &&= !isUnknown(value) || (cpus !== undefined && !cpus.perhaps);
      because ??= `the condition in line ${line} of the script decides it, and that is not known`;
      this.way(body, refinedState(condition, true, base, this.testing), context, ways);
      if (!isUnknown(value)) {
        return this.join(state, ways, because, followsCpus);
      }
      base = refinedState(condition, false, base, this.testing);
    }
    if (because === undefined) {
      return this.steps(otherwise, state, context);
    }
    this.way(otherwise, base, context, ways);
    return this.join(state, ways, because, followsCpus);
  }

  private loop({ names, condition, body }: Extract<Command, { kind: 'loop' }>, state: State, context: Context): Outcome {
    const because = 'a loop of the script sets it';
    const inside = state.branch();
    names.forEach((name) => inside.set(name, { text: '\u0000' }));
    const loose = { ...context, conditional: true };
    const ended = this.steps(condition, inside, loose);
    if (!isEnd(ended)) {
      this.steps(body, inside, loose);
    }
    state.loosen(inside, because);
    return 'ran';
  }

  private choice({ subject, arms }: Extract<Command, { kind: 'case' }>, state: State, context: Context): Outcome {
    const piece = textOf(subject, state, this.testing);
    const ways: State[] = [];
    let undecided = hasHole(piece.text);
    for (const { patterns, body } of arms) {
      const fitting = undecided
        ? undefined
        : fits(
            patterns.map((word) => plainText(word) ?? textOf(word, state, this.testing).text),
            piece.text,
          );
      if (fitting === false) {
        continue;
      }
      if (fitting && !undecided) {
        return this.steps(body, state, context);
      }
      undecided = true;
      this.way(body, state.branch(), context, ways);
    }
    if (!undecided) {
      return 'ran';
    }
    return this.join(state, [...ways, state.branch()], 'a case of the script decides it, and that is not known', false);
  }
}
