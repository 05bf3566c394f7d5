import { evaluate } from '../python/evaluation';
import { refinement } from '../python/refinement';
import { arithmeticExpression } from './arithmetic';
import { testExpression, type Testing } from './condition';
import { scopeOf } from './expansion';
import { pieceOf } from './piece';
import type { State } from './state';
import { plainText, type Step } from './syntax';
import { UNREADABLE, type Expression } from '../python/expression';

/** The state where a condition holds, or does not: behind `[ "$N" -gt 8 ]` the others are at most 8. */
export function refinedState(condition: readonly Step[], holds: boolean, base: State, testing: Testing): State {
  const refined = base.branch();
  const scope = scopeOf(base, testing);
  refinement(expressionOf(condition, base, testing), holds, (side) => evaluate(side, scope)).forEach((value, name) =>
    refined.set(name, pieceOf(value)),
  );
  return refined;
}

/** A condition that is one test. */
function expressionOf(condition: readonly Step[], state: State, testing: Testing): Expression {
  const [step] = condition;
  const command = condition.length === 1 && step.rest.length === 0 && step.first.commands.length === 1 ? step.first.commands[0] : undefined;
  if (!command || step.first.negated) {
    return UNREADABLE;
  }
  switch (command.kind) {
    case 'test':
      return testExpression(command.words, state, testing);
    case 'arithmetic':
      return arithmeticExpression(command.text, () => false);
    case 'simple': {
      const [program, ...rest] = command.words;
      const name = program && plainText(program);
      return name === '['
        ? testExpression(rest.slice(0, -1), state, testing)
        : name === 'test'
          ? testExpression(rest, state, testing)
          : UNREADABLE;
    }
    default:
      return UNREADABLE;
  }
}
