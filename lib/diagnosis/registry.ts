import type { Cause } from './cause';
import { depthOf } from './chain/link';
import * as causes from './causes';

/** Every cause, from the outermost link to the innermost, by id within one. */
export const CAUSES: readonly Cause[] = Object.values(causes).sort(
  (one, other) => depthOf(one.link) - depthOf(other.link) || (one.id < other.id ? -1 : 1),
);
