import { CPUS_HOLE, hasHole, HOLE } from '../../manifest/partial-text';
import { listenerOf, type Listener } from '../process/listener';
import { cpusBy, PARTLY_KNOWN, Unknown, type Value } from '../value';

/** The value that a word of a command line or of the environment is. */
export function wordValue(word: string, why?: Unknown): Value {
  if (why && hasHole(word)) {
    return why;
  }
  return word.includes(CPUS_HOLE) ? cpusBy('nproc') : word;
}

export function toNumber(value: Value): number | Unknown {
  if (value instanceof Unknown) {
    return value;
  }
  if (typeof value === 'string' && hasHole(value)) {
    return value.includes(CPUS_HOLE) ? cpusBy('nproc') : new Unknown(PARTLY_KNOWN);
  }
  const number = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : new Unknown('it is no number');
}

export function toText(value: Value): string | Unknown {
  return typeof value === 'string' && !hasHole(value) ? value : value instanceof Unknown ? value : new Unknown(PARTLY_KNOWN);
}

export function toSwitch(value: Value): boolean | Unknown {
  if (typeof value === 'boolean') {
    return value;
  }
  return value === 'true' ? true : value instanceof Unknown ? value : new Unknown(PARTLY_KNOWN);
}

/** A text holds addresses between commas, as `validate_list_string` of gunicorn has it. */
export function toListeners(value: Value): readonly Listener[] | Unknown {
  const addresses = typeof value === 'string' ? value.split(',').map((address) => address.trim()) : value;
  if (!Array.isArray(addresses) || !addresses.length) {
    return new Unknown('it is no list of addresses');
  }
  const unknown = (addresses as readonly Value[]).find((address): address is Unknown => address instanceof Unknown);
  // What is not known at all has no port either, not even the usual one.
  if ((addresses as readonly Value[]).some((address) => address === HOLE)) {
    return new Unknown(PARTLY_KNOWN);
  }
  const listeners = (addresses as readonly Value[]).map((address) => (typeof address === 'string' ? listenerOf(address) : undefined));
  return listeners.every((listener) => listener !== undefined)
    ? listeners
    : (unknown ?? new Unknown('it is no address that a server could bind'));
}
