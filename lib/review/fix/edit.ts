import type { Path } from '../../manifest/path';

/** A change that certainly fixes what was observed, and changes nothing else: one field, with the value it is to have. */
export interface Edit {
  /** From the object's root. A field that is not there is added. */
  readonly path: Path;
  readonly value: string | number;
}
