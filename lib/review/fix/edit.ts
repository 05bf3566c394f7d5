import type { JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';

/** A change of one field that is certain: the value that it is to have. */
export interface Edit {
  /** From the object's root. A field that is not there is added. */
  readonly path: Path;
  readonly value: string | number | JsonObject;
}
