import { CPUS_HOLE, hasHole, HOLE } from '../../manifest/partial-text';
import { asUnknown, isList, PARTLY_KNOWN, Unknown, type Value } from '../value';

/** Text as a shell has it, and why a part of it is not known. */
export interface Piece {
  readonly text: string;
  readonly why?: Unknown;
}

/** What a shell variable holds: text, or the items of an array. */
export type Variable = Piece | readonly Piece[];

export const EMPTY: Piece = { text: '' };

export function isArray(variable: Variable): variable is readonly Piece[] {
  return Array.isArray(variable);
}

/** What is not known, as text. */
export function holeFor(why: Unknown): Piece {
  return { text: why.cpus && why.cpus.atMost === undefined && !why.cpus.perhaps ? CPUS_HOLE : HOLE, why };
}

export function unknownPiece(because: string): Piece {
  return holeFor(new Unknown(because));
}

/** The text as a value: a number where it is one. */
export function valueOf({ text, why }: Piece): Value {
  if (hasHole(text)) {
    return why ?? (text === CPUS_HOLE ? asUnknown(text) : new Unknown(PARTLY_KNOWN));
  }
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}

/** What a shell holds is text: a truth is 1 or 0, and what it cannot hold is not known. */
export function pieceOf(value: Value): Piece {
  if (value instanceof Unknown) {
    return holeFor(value);
  }
  return isList(value) ? holeFor(new Unknown(PARTLY_KNOWN)) : { text: typeof value === 'boolean' ? String(Number(value)) : String(value) };
}

export function joined(pieces: readonly Piece[], separator: string): Piece {
  return { text: pieces.map(({ text }) => text).join(separator), why: pieces.find(({ why }) => why)?.why };
}
