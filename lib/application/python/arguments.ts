import type { Value } from '../value';
import type { Token } from './token';

/** The arguments of a call. */
export interface Arguments {
  readonly values: readonly Value[];
  /** By name, with the tokens of each: a cast such as `bool` has no value here. */
  readonly keywords: ReadonlyMap<string, { readonly value: Value; readonly tokens: readonly Token[] }>;
}
