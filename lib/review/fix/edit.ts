import type { JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';

/** The last step of the path of an item that is added behind the others of a list, as RFC 6901 has it. */
export const BEHIND = '-';

/** A change of one field that is certain: the value that it is to have. */
export interface Edit {
  /** From the object's root. A field that is not there is added, and an item {@link BEHIND} a list. */
  readonly path: Path;
  readonly value: string | number | JsonObject | readonly JsonObject[];
}
