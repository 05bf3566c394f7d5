import { asUnknown, isUnknown, Unknown, type Value } from '../value';
import { Assignments } from './assignment';
import type { Statement } from './block';
import { TOO_MUCH, type Budget } from '../budget';
import { evaluate, type Scope } from './evaluation';
import type { Expression } from './expression';
import { parseExpression } from './expression-parser';
import { resultOf, type Ending, type Frame } from './frame';
import { functionOf, type PythonFunction } from './function';
import type { Surroundings } from './module';
import { Names } from './names';
import { truth } from './operation';
import { refinement } from './refinement';
import { attemptOf, chainOf, contextOf, isHead, loopOf } from './statement-group';

/** Blocks in blocks and functions in functions; deeper ones are not followed. */
const DEEPEST = 60;

/** Goes through the statements of a module as Python would, along all ways that a condition leaves open. */
export class Execution {
  public readonly names = new Names();
  private readonly functions = new Map<string, PythonFunction>();
  private readonly assignments: Assignments;
  private depth = 0;

  public constructor(
    surroundings: Surroundings,
    private readonly budget: Budget,
  ) {
    this.assignments = new Assignments(surroundings, budget, this.names, (name, args) => {
      const called = this.functions.get(name);
      return called && this.called(called, args.values);
    });
  }

  public module(statements: readonly Statement[]): void {
    this.run(statements, { names: this.names, returned: [] });
  }

  private run(statements: readonly Statement[], frame: Frame): Ending | undefined {
    if (this.depth > DEEPEST) {
      frame.names.wipe(TOO_MUCH);
      return undefined;
    }
    this.depth++;
    let ending: Ending | undefined;
    for (let index = 0; index < statements.length && !ending;) {
      if (!this.budget.step()) {
        frame.names.wipe(TOO_MUCH);
        break;
      }
      const group = chainOf(statements, index);
      ending = this.group(group, frame, statements[index - 1]);
      index += group.length;
    }
    this.depth--;
    return ending;
  }

  private group(group: readonly Statement[], frame: Frame, before: Statement | undefined): Ending | undefined {
    const [first] = group;
    if (!isHead(first)) {
      return this.simple(first, frame);
    }
    switch (first.tokens[0].text) {
      case 'if':
        return this.conditional(group, frame);
      case 'try':
        return this.attempt(group, frame);
      case 'for':
      case 'while':
        return this.loop(group, frame);
      case 'with':
        return this.within(first, frame);
      case 'match':
        return this.undecided(first.body ?? [], frame, `line ${first.line} decides it`);
      case 'def':
        this.define(first, frame, before?.tokens[0]?.text === '@');
        return undefined;
      default:
        // A class has names of its own, and what stands alone (`case`, `else`) belongs to nothing.
        return undefined;
    }
  }

  private simple({ tokens, line }: Statement, frame: Frame): Ending | undefined {
    const [first] = tokens;
    if (first.kind === 'name' && first.text === 'return') {
      return { returned: tokens.length > 1 ? evaluate(parseExpression(tokens.slice(1)), this.scope(frame)) : null };
    }
    if (first.kind === 'name' && first.text === 'raise') {
      return {};
    }
    this.assignments.statement(tokens, line, frame.names, this.scope(frame));
    return undefined;
  }

  private conditional(chain: readonly Statement[], frame: Frame): Ending | undefined {
    const branches: Names[] = [];
    let base = new Names(frame.names);
    let because: string | undefined;
    let followsCpus = true;
    for (const { tokens, body = [], line } of chain) {
      const condition = tokens[0].text === 'else' ? undefined : parseExpression(tokens.slice(1));
      const value = condition === undefined || this.valueIn(condition, { ...frame, names: base });
      if (!isUnknown(value) && !truth(value)) {
        continue;
      }
      if (!isUnknown(value) && because === undefined) {
        return this.run(body, frame);
      }
      if (isUnknown(value)) {
        const { cpus } = asUnknown(value);
        because ??= `the condition in line ${line} decides it, and that is not known`;
        followsCpus &&= cpus !== undefined && !cpus.perhaps;
      }
      this.branch(body, this.refined(base, frame, condition, true), frame, branches, because!, followsCpus);
      if (!isUnknown(value)) {
        return this.join(branches, frame, because!, followsCpus);
      }
      base = this.refined(base, frame, condition, false);
    }
    return because === undefined ? undefined : this.join([...branches, base], frame, because, followsCpus);
  }

  /** The names as they are where a condition holds, or does not. */
  private refined(base: Names, frame: Frame, condition: Expression | undefined, holds: boolean): Names {
    const names = base.copy();
    if (condition) {
      refinement(condition, holds, (side) => this.valueIn(side, { ...frame, names: base })).forEach((value, name) =>
        names.assign(name, value),
      );
    }
    return names;
  }

  /** Runs one of several branches; one that ends otherwise than at its end is none of those that go on. */
  private branch(body: readonly Statement[], names: Names, frame: Frame, branches: Names[], because: string, followsCpus: boolean): void {
    const ending = this.run(body, { ...frame, names });
    if (!ending) {
      branches.push(names);
    } else if (ending.returned !== undefined) {
      frame.returned.push({ value: ending.returned, because, followsCpus });
    }
  }

  private join(branches: readonly Names[], frame: Frame, because: string, followsCpus: boolean): Ending | undefined {
    if (branches.length === 0) {
      return {};
    }
    const assigned = branches.reduce((sum, { size }) => sum + size, 0);
    if (this.budget.make(branches.length > 2 ? assigned * branches.length : assigned)) {
      frame.names.join(branches, because, followsCpus);
    } else {
      frame.names.wipe(TOO_MUCH);
    }
    return undefined;
  }

  /** Each of these bodies may be the one that runs, or none. */
  private undecided(statements: readonly Statement[], frame: Frame, because: string): Ending | undefined {
    const branches = [new Names(frame.names)];
    for (const { body = [] } of statements) {
      this.branch(body, new Names(frame.names), frame, branches, because, false);
    }
    return this.join(branches, frame, because, false);
  }

  private attempt(group: readonly Statement[], frame: Frame): Ending | undefined {
    const { body, handlers, otherwise, last, line } = attemptOf(group);
    const because = `whether the try in line ${line} succeeds is not known`;
    const names = new Names(frame.names);
    const branches: Names[] = [];
    const doubt = this.assignments.attempt(() => this.branch([...body, ...otherwise], names, frame, branches, because, false));
    if (doubt === 'certain') {
      branches.length = 0;
    }
    for (const handler of doubt === 'none' ? [] : handlers) {
      this.branch(handler, new Names(frame.names), frame, branches, because, false);
    }
    if (doubt === 'certain' && handlers.length === 0) {
      branches.push(new Names(frame.names));
    }
    return this.join(branches, frame, because, false) ?? this.run(last, frame);
  }

  private loop([first, otherwise]: readonly Statement[], frame: Frame): Ending | undefined {
    const because = `the loop in line ${first.line} assigns it`;
    const { targets, over: expression } = loopOf(first);
    const over = expression && this.valueIn(parseExpression(expression), frame);
    const names = new Names(frame.names);
    for (const text of targets) {
      names.assign(text, new Unknown(because), { file: '', line: first.line });
    }
    this.branch([...(first.body ?? []), ...(otherwise?.body ?? [])], names, frame, [], because, false);
    frame.names.loosen(names, because, over);
    return undefined;
  }

  /** `with open(…) as file:` runs once; what swallows errors may leave off anywhere. */
  private within({ tokens, body = [], line }: Statement, frame: Frame): Ending | undefined {
    if (tokens.some(({ text }) => text === 'suppress')) {
      return this.undecided([{ tokens, body, line }], frame, `whether the block in line ${line} is left early is not known`);
    }
    const context = contextOf(tokens);
    if (context) {
      const value = this.valueIn(parseExpression(context.expression), frame);
      frame.names.assign(context.name, isUnknown(value) ? value : new Unknown('a context manager made it'), { file: '', line });
    }
    return this.run(body, frame);
  }

  private define(statement: Statement, frame: Frame, decorated: boolean): void {
    const name = statement.tokens[1]?.text ?? '';
    const defined = decorated || frame.names !== this.names ? undefined : functionOf(statement);
    if (defined) {
      this.functions.set(name, defined);
    } else {
      this.functions.delete(name);
    }
  }

  private called({ parameters, body }: PythonFunction, values: readonly Value[]): Value {
    if (this.depth > DEEPEST || !this.budget.step()) {
      return new Unknown(TOO_MUCH);
    }
    const frame: Frame = { names: new Names(this.names), returned: [] };
    parameters.forEach(({ name, fallback }, index) => {
      const given = values[index];
      const value =
        given !== undefined ? given : fallback ? this.valueIn(fallback, frame) : new Unknown(`what ${name} is given is not followed here`);
      frame.names.assign(name, value, { file: '', line: 0 });
    });
    const ending = this.run(body, frame);
    return resultOf(frame, ending);
  }

  private valueIn(expression: Expression, frame: Frame): Value {
    return evaluate(expression, this.scope(frame));
  }

  private scope({ names }: Frame): Scope {
    return this.assignments.scope(names);
  }
}
