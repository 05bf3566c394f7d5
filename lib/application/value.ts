import { CPUS_HOLE, hasHole, HOLE } from '../manifest/partial-text';

/** That a number is made of the number of CPUs that a process sees: those of the node, whatever the container's limit. */
export interface CpuCount {
  /** What counts them: `cpu_count()`, `nproc`, `/proc/cpuinfo`. */
  readonly by: string;
  /** What the number never exceeds, as in `min(4, cpu_count())`; nothing where nothing bounds it. */
  readonly atMost?: number;
  /** Whether a condition or a bound that cannot be read decides if it follows the CPUs. */
  readonly perhaps?: boolean;
}

/** A value that reading cannot tell, and why. */
export class Unknown {
  public constructor(
    public readonly because: string,
    public readonly cpus?: CpuCount,
  ) {}
}

/** A value as a configuration file or a command line can give it. Text may have holes. */
export type Value = string | number | boolean | null | readonly Value[] | Unknown;

/** The number of CPUs of the node. */
export function cpusBy(by: string, bounds: Omit<CpuCount, 'by'> = {}): Unknown {
  return new Unknown(`it follows the CPUs of the node (${by})`, { by, ...bounds });
}

/** Whether the value is a list. `Array.isArray` does not narrow to a list that cannot be written to. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether it cannot be known what the value is taken for under a condition. */
export function isUnknown(value: Value): value is Unknown | string {
  return value instanceof Unknown || value === HOLE || value === CPUS_HOLE;
}

/** Whether every part of the value is known. */
export function isPlain(value: Value): value is string | number | boolean | null {
  return value === null || typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && !hasHole(value));
}

/** The reason of a text with holes, where no better one is known. */
export const PARTLY_KNOWN = 'a part of it is known only where it runs';

/**
 * The value after a condition that cannot be decided gave it the one or the other.
 *
 * @param followsCpus whether the condition itself is about the number of CPUs, so that the value follows them for certain
 */
export function eitherOf(left: Value, right: Value, because: string, followsCpus = false): Value {
  if (same(left, right)) {
    return left;
  }
  const counts = [left, right].flatMap((value) => (value instanceof Unknown && value.cpus ? [value.cpus] : []));
  if (counts.length === 0) {
    return new Unknown(because);
  }
  const bounds = [left, right].map((value) =>
    typeof value === 'number' ? value : value instanceof Unknown ? value.cpus?.atMost : undefined,
  );
  const atMost = bounds.every((bound) => bound !== undefined) ? Math.max(...bounds) : undefined;
  const perhaps = counts.some((count) => count.perhaps) || !(counts.length === 2 || followsCpus);
  return cpusBy(counts[0].by, { ...(atMost !== undefined && { atMost }), ...(perhaps && { perhaps }) });
}

function same(left: Value, right: Value): boolean {
  return (
    left === right ||
    (isList(left) && isList(right) && left.length === right.length && left.every((value, index) => same(value, right[index])))
  );
}

/** A value within a text: what is not known is a hole. */
export function textIn(value: Value | undefined): string {
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : value instanceof Unknown && value.cpus && value.cpus.atMost === undefined && !value.cpus.perhaps
      ? CPUS_HOLE
      : HOLE;
}

/** A text that nothing is known of, as what it is. */
export function asUnknown(value: Unknown | string): Unknown {
  return value instanceof Unknown ? value : value === CPUS_HOLE ? cpusBy('a number of CPUs') : new Unknown(PARTLY_KNOWN);
}
