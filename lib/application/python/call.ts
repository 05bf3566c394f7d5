import { CPUS_HOLE, hasHole } from '../../manifest/partial-text';
import { asUnknown, cpusBy, isList, isPlain, isUnknown, PARTLY_KNOWN, textIn, Unknown, type CpuCount, type Value } from '../value';
import { TOO_MUCH, type Budget } from '../budget';
import type { Arguments } from './arguments';
import { truth } from './operation';

/** Calls whose result follows the node, whatever module they are taken from. */
const CPU_COUNTS: ReadonlySet<string> = new Set(['cpu_count', 'process_cpu_count', 'sched_getaffinity']);

/** What a call that counts CPUs, or opens the list of them, stands for. */
export function callsCpus(dotted: string, { values }: Arguments): Value | undefined {
  const name = dotted.split('.').at(-1)!;
  if (CPU_COUNTS.has(name)) {
    return cpusBy(name === 'sched_getaffinity' ? 'os.sched_getaffinity(0)' : `${dotted}()`);
  }
  const [file] = values;
  return name === 'open' && file === '/proc/cpuinfo' ? cpusBy(file) : undefined;
}

/** What a call of Python's own functions comes to; nothing for any other. */
export function builtin(name: string, values: readonly Value[]): Value | undefined {
  const [only] = values;
  switch (name) {
    case 'int':
      return toNumber(only, Math.trunc);
    case 'float':
    case 'abs':
    case 'round':
    case 'math.ceil':
    case 'math.floor':
    case 'ceil':
    case 'floor':
      return toNumber(only, ROUNDINGS[name.replace('math.', '')] ?? ((number) => number));
    case 'str':
      return typeof only === 'number' || typeof only === 'string' ? String(only) : unknownIn(values);
    case 'bool':
      return only === undefined ? false : isUnknown(only) ? asUnknown(only) : truth(only);
    case 'list':
    case 'tuple':
      return isList(only) ? only : unknownIn(values);
    case 'len':
      return isList(only) ? only.length : typeof only === 'string' && !hasHole(only) ? only.length : unknownIn(values);
    case 'sum':
      return unknownIn(values);
    case 'min':
    case 'max':
      return extreme(name, values.length === 1 && isList(only) ? only : values);
    default:
      return undefined;
  }
}

const ROUNDINGS: Readonly<Record<string, ((number: number) => number) | undefined>> = {
  abs: Math.abs,
  round: Math.round,
  ceil: Math.ceil,
  floor: Math.floor,
};

/** The first argument that is not known, with its reason. */
function unknownIn(values: readonly Value[]): Unknown {
  const unknown = values.find((value): value is Unknown => value instanceof Unknown);
  return unknown ?? new Unknown(PARTLY_KNOWN);
}

/** A number that follows the node still does as a whole number. */
function toNumber(value: Value | undefined, rounded: (number: number) => number): Value {
  if (typeof value === 'number' || typeof value === 'boolean') {
    return rounded(Number(value));
  }
  if (typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value)) {
    return rounded(Number(value));
  }
  if (value instanceof Unknown) {
    const atMost = value.cpus?.atMost;
    return value.cpus && atMost !== undefined ? cpusBy(value.cpus.by, { ...value.cpus, atMost: rounded(atMost) }) : value;
  }
  return value === CPUS_HOLE
    ? asUnknown(value)
    : new Unknown(value === undefined ? 'int() has no argument' : 'it is no number as far as it is known');
}

/** The least or the greatest: of a count of CPUs and a number the one that bounds it. */
function extreme(name: 'min' | 'max', values: readonly Value[]): Value {
  const numbers = values.filter((value) => typeof value === 'number');
  const counts = values.flatMap((value): CpuCount[] => (value instanceof Unknown && value.cpus ? [value.cpus] : []));
  if (values.length === 0 || numbers.length + counts.length < values.length) {
    return unknownIn(values.filter((value) => !(value instanceof Unknown && value.cpus)));
  }
  const least = name === 'min';
  if (counts.length === 0) {
    return numbers.reduce((before, number) => (least ? Math.min(before, number) : Math.max(before, number)));
  }
  const bounds = [...numbers, ...counts.map(({ atMost }) => atMost ?? Infinity)];
  const atMost = bounds.reduce((before, bound) => (least ? Math.min(before, bound) : Math.max(before, bound)));
  const perhaps = counts.some((count) => count.perhaps);
  // A pool has one worker at the least, and so has a node one CPU: `min(1, cpu_count())` is 1.
  return least && atMost <= 1 ? atMost : cpusBy(counts[0].by, { ...(atMost < Infinity && { atMost }), ...(perhaps && { perhaps }) });
}

/** The few methods that settings are made with. */
export function method(value: Value, name: string, { values, keywords }: Arguments, budget: Budget): Value {
  if (value instanceof Unknown) {
    return value;
  }
  if (typeof value !== 'string' || !values.every((each) => isPlain(each) || isList(each) || name === 'format')) {
    return unknownIn(values);
  }
  const [argument, second] = values;
  switch (name) {
    case 'strip':
      return argument === undefined ? value.trim() : unknownIn([]);
    case 'lower':
      return value.toLowerCase();
    case 'upper':
      return value.toUpperCase();
    case 'split':
      return parts(value, argument, budget);
    case 'startswith':
      return typeof argument === 'string' && !hasHole(value) ? value.startsWith(argument) : unknownIn([]);
    case 'endswith':
      return typeof argument === 'string' && !hasHole(value) ? value.endsWith(argument) : unknownIn([]);
    case 'isdigit':
      return hasHole(value) ? unknownIn([]) : /^\d+$/.test(value);
    case 'replace':
      return typeof argument === 'string' && argument !== '' && typeof second === 'string'
        ? joined(value.split(argument), second, budget)
        : unknownIn([]);
    case 'join':
      return isList(argument) && argument.every((each) => typeof each === 'string') ? joined(argument, value, budget) : unknownIn([]);
    case 'format':
      return formatted(value, { values, keywords }, budget);
    default:
      return new Unknown(`.${name}() is not followed here`);
  }
}

function parts(value: string, separator: Value | undefined, budget: Budget): Value {
  if (separator !== undefined && (typeof separator !== 'string' || separator === '')) {
    return unknownIn([]);
  }
  return budget.make(value.length)
    ? separator === undefined
      ? value.split(/\s+/).filter(Boolean)
      : value.split(separator)
    : new Unknown(TOO_MUCH);
}

function joined(texts: readonly string[], separator: string, budget: Budget): Value {
  const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
  return budget.make(length) ? texts.join(separator) : new Unknown(TOO_MUCH);
}

/** `'{}:{port}'.format('::', port=80)`. */
function formatted(text: string, { values, keywords }: Arguments, budget: Budget): Value {
  let next = 0;
  let fits = true;
  const result = text.replace(/\{\{|\}\}|\{(\w*)\}/g, (whole, name: string | undefined) => {
    if (name === undefined) {
      return whole[0];
    }
    const value = textIn(name === '' ? values[next++] : /^\d+$/.test(name) ? values[Number(name)] : keywords.get(name)?.value);
    fits &&= budget.make(value.length);
    return fits ? value : '';
  });
  return fits ? result : new Unknown(TOO_MUCH);
}
