import { eitherOf, Unknown, type Value } from '../value';
import type { Names } from './names';

/** How a row of statements ended before its last: by `return`, or by `raise`. */
export interface Ending {
  readonly returned?: Value;
}

/** A function under way, or the module. */
export interface Frame {
  readonly names: Names;
  /** What it may have returned, under conditions that cannot be decided. */
  readonly returned: { readonly value: Value; readonly because: string; readonly followsCpus: boolean }[];
}

/** What a function returns: one value, or one of several of which a condition decides. */
export function resultOf({ returned }: Frame, ending: Ending | undefined): Value {
  const last = ending ? ending.returned : null;
  const results = [...returned, ...(last === undefined ? [] : [{ value: last, because: '', followsCpus: true }])];
  return results.length === 0
    ? new Unknown('the function does not return')
    : results.reduceRight((later, each) => ({ ...each, value: eitherOf(each.value, later.value, each.because, each.followsCpus) })).value;
}
