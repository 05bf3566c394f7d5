import { TOO_MUCH, type Budget } from '../budget';
import { truth } from '../python/operation';
import { asUnknown, isUnknown, type Value } from '../value';
import { isEnd, type Context, type Outcome } from './outcome';
import type { State } from './state';
import type { Command, Pipeline, Step } from './syntax';

/** Commands in commands and functions in functions; deeper ones are not followed. */
export const DEEPEST = 60;

/** Runs what `;`, `&&`, `||`, `&` and `|` connect, along all ways that a condition leaves open. */
export abstract class StepRunner {
  /** Why there may be other commands than those that were found. */
  public broken?: string;
  protected depth = 0;
  protected context: Context = { detached: false, conditional: false };

  protected constructor(protected readonly budget: Budget) {}

  public steps(steps: readonly Step[], state: State, context: Context = this.context): Outcome {
    let outcome: Outcome = 'ran';
    for (const step of steps) {
      if (this.depth > DEEPEST || !this.budget.step()) {
        this.broken = TOO_MUCH;
        return 'ended';
      }
      outcome = this.step(step, state, context);
      if (isEnd(outcome)) {
        return outcome;
      }
    }
    return outcome;
  }

  private step({ first, rest, background, line }: Step, state: State, context: Context): Outcome {
    if (background) {
      const aside = { ...context, detached: true };
      this.step({ first, rest, background: false, line }, state.branch(), aside);
      return 'ran';
    }
    let outcome = this.pipeline(first, state, context);
    for (const { operator, pipeline } of rest) {
      if (isEnd(outcome)) {
        return outcome;
      }
      outcome = this.second(outcome, operator, pipeline, state, context, line);
    }
    return outcome;
  }

  /** What stands behind `&&` or `||`. */
  private second(before: Value | 'ran', operator: '&&' | '||', pipeline: Pipeline, state: State, context: Context, line: number): Outcome {
    // A program is expected to succeed: behind `&&` the script goes on as it is meant to.
    if (before === 'ran' && operator === '&&') {
      return this.pipeline(pipeline, state, context);
    }
    if (before !== 'ran' && !isUnknown(before)) {
      return truth(before) === (operator === '&&') ? this.pipeline(pipeline, state, context) : before;
    }
    const [branch, other] = [state.branch(), state.branch()];
    const outcome = this.pipeline(pipeline, branch, { ...context, conditional: true });
    const because = `line ${line} decides it, and that is not known`;
    this.join(state, isEnd(outcome) ? [other] : [branch, other], because, false);
    return before;
  }

  private pipeline({ commands, negated }: Pipeline, state: State, context: Context): Outcome {
    if (commands.length > 1) {
      commands.forEach((command) => this.command(command, state.branch(), { ...context, detached: true }));
      return 'ran';
    }
    const outcome = this.command(commands[0], state, context);
    if (!negated || isEnd(outcome)) {
      return outcome;
    }
    return outcome === 'ran' ? asUnknown('\u0000') : isUnknown(outcome) ? outcome : !truth(outcome);
  }

  protected tooDeep(): Outcome {
    this.broken = TOO_MUCH;
    return 'ended';
  }

  /** Runs one of several branches; one that ends the script is none of those that go on. */
  protected way(body: readonly Step[], state: State, context: Context, ways: State[]): void {
    const outcome = this.steps(body, state, { ...context, conditional: true });
    if (!isEnd(outcome)) {
      ways.push(state);
    }
  }

  protected join(state: State, ways: readonly State[], because: string, followsCpus: boolean): Outcome {
    const assignments = ways.reduce((sum, { size }) => sum + size, 0);
    if (!this.budget.make(ways.length > 2 ? assignments * ways.length : assignments)) {
      return this.tooDeep();
    }
    state.join(ways, because, followsCpus);
    return ways.length === 0 ? 'ended' : 'ran';
  }

  protected abstract command(command: Command, state: State, context: Context): Outcome;
}
