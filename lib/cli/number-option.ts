import { UsageError } from './command';

/** Reads a value; nothing, `NaN` or less than nothing is refused. */
export type Read = (text: string) => number | undefined;

/** The value of an option that has to be there: above 0. */
export function needed(option: string, given: string | undefined, read: Read, example: string): number {
  if (given === undefined) {
    throw new UsageError(`${option} is missing; give one such as ${option} ${example}`);
  }
  const value = read(given);
  if (value === undefined || !(value > 0) || !Number.isFinite(value)) {
    throw new UsageError(`${option} ${given}: it cannot be used; write one such as ${option} ${example}`);
  }
  return value;
}

/** The value of an option that may be missing. */
export function optional(option: string, given: string | undefined, read: Read, example: string): number | undefined {
  return given === undefined ? undefined : needed(option, given, read, example);
}

/** `100`. */
export const whole: Read = (text) => (/^\d+$/.test(text) ? Number(text) : undefined);
/** Per second: `80/s`. */
export const rate: Read = (text) => divided(/^(\d+(?:\.\d+)?)\/s$/.exec(text), 1);
/** Seconds: `80ms`, `1.5s`. */
export const seconds: Read = (text) => divided(/^(\d+(?:\.\d+)?)ms$/.exec(text), 1000) ?? divided(/^(\d+(?:\.\d+)?)s$/.exec(text), 1);
/** Seconds, of what may take hours: `80ms`, `1.5s`, `10m`, `2h`. */
export const time: Read = (text) =>
  seconds(text) ?? divided(/^(\d+(?:\.\d+)?)m(?:in)?$/.exec(text), 1 / 60) ?? divided(/^(\d+(?:\.\d+)?)h$/.exec(text), 1 / 3600);
/** A part, 0 to 1: `40%`. */
export const share: Read = (text) => {
  const value = divided(/^(\d+(?:\.\d+)?)%$/.exec(text), 100);
  return value !== undefined && value <= 1 ? value : undefined;
};

/** Several times, each with its share of all: `95% 20ms, 5% 2s`; nothing where they are not all of the whole. */
export function timeShares(text: string): readonly { readonly share: number; readonly seconds: number }[] | undefined {
  const parts = text.split(',').map((part) => part.trim().split(/\s+/));
  const read = parts.map(([part, takes = '']) => ({ share: share(part) ?? 0, seconds: seconds(takes) ?? 0 }));
  const whole = read.reduce((sum, each) => sum + each.share, 0);
  return parts.every(({ length }) => length === 2) && read.every((each) => each.share > 0 && each.seconds > 0) && Math.abs(whole - 1) < 1e-6
    ? read
    : undefined;
}

function divided(match: RegExpExecArray | null, divisor: number): number | undefined {
  return match ? Number(match[1]) / divisor : undefined;
}
