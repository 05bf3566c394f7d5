import { cpusBy, Unknown, type Value } from '../value';
import { builtin } from './call';
import { dottedName, type Expression } from './expression';

/** Each comparison, and the one that holds where it does not. */
const OPPOSITES: Readonly<Record<string, string | undefined>> = { '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
/** Each comparison with its sides changed. */
const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * What a comparison says of a number of CPUs where it holds, or does not: behind `if workers > 8:` the others are at most 8.
 * By name; empty for any other condition.
 */
export function refinement(condition: Expression, holds: boolean, value: (side: Expression) => Value): ReadonlyMap<string, Value> {
  const refined = new Map<string, Value>();
  if (condition.kind !== 'comparison' || OPPOSITES[condition.operator] === undefined) {
    return refined;
  }
  const operator = holds ? condition.operator : OPPOSITES[condition.operator]!;
  for (const [side, other, relation] of [
    [condition.left, condition.right, operator],
    [condition.right, condition.left, MIRRORED[operator]],
  ] as const) {
    const name = dottedName(side);
    const [count, bound] = [value(side), value(other)];
    if (name !== undefined && count instanceof Unknown && count.cpus && typeof bound === 'number') {
      const limited = relation === '<' || relation === '<=' ? builtin('min', [count, bound]) : cpusBy(count.cpus.by, count.cpus);
      refined.set(name, limited ?? count);
    }
  }
  return refined;
}
