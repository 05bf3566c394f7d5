import { CPUS_HOLE, hasHole } from '../../manifest/partial-text';
import { cpusBy, isList, isPlain, PARTLY_KNOWN, textIn, Unknown, type CpuCount, type Value } from '../value';
import { TOO_MUCH, type Budget } from '../budget';

/** The value of `left operator right`. */
export function computed(operator: string, left: Value, right: Value, budget: Budget): Value {
  if (typeof left === 'number' && typeof right === 'number') {
    const result = onNumbers(operator, left, right);
    return Number.isFinite(result) ? result : new Unknown('the number is none');
  }
  if (operator === '+' && typeof left === 'string' && typeof right === 'string') {
    return budget.make(left.length + right.length) ? left + right : new Unknown(TOO_MUCH);
  }
  if (operator === '+' && isList(left) && isList(right)) {
    return budget.make(left.length + right.length) ? [...left, ...right] : new Unknown(TOO_MUCH);
  }
  if (operator === '*' && (isList(left) || typeof left === 'string') && typeof right === 'number') {
    return repeated(left, right, budget);
  }
  if (operator === '%' && typeof left === 'string') {
    return filledIn(left, isList(right) ? right : [right], budget);
  }
  const reason = [left, right].find((value) => value instanceof Unknown && !value.cpus) as Unknown | undefined;
  return reason ? new Unknown(reason.because) : (onCpus(operator, left, right) ?? new Unknown(PARTLY_KNOWN));
}

function repeated(value: readonly Value[] | string, times: number, budget: Budget): Value {
  const count = Math.max(Math.trunc(times), 0);
  if (!budget.make(value.length * count)) {
    return new Unknown(TOO_MUCH);
  }
  // A count of zero or an empty value needs no loop over the other.
  if (value.length * count === 0) {
    return typeof value === 'string' ? '' : [];
  }
  return typeof value === 'string' ? value.repeat(count) : Array.from({ length: count }, () => value).flat();
}

/** `'%s:%d' % ('::', 80)`. */
function filledIn(text: string, values: readonly Value[], budget: Budget): Value {
  let next = 0;
  let fits = true;
  const result = text.replace(/%([sd%])/g, (_, kind: string) => {
    const value = kind === '%' ? '%' : textIn(values[next++]);
    fits &&= budget.make(value.length);
    return fits ? value : '';
  });
  return fits ? result : new Unknown(TOO_MUCH);
}

/** NaN where Python would raise an error. */
function onNumbers(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right ? left / right : NaN;
    case '//':
      return right ? Math.floor(left / right) : NaN;
    case '%':
      return right ? left - right * Math.floor(left / right) : NaN;
    case '**':
      return left ** right;
    default:
      return NaN;
  }
}

/** A number of CPUs with a number still follows them, and so does its bound. */
function onCpus(operator: string, left: Value, right: Value): Unknown | undefined {
  const [a, b] = [countOf(left), countOf(right)];
  if (!a || !b) {
    return undefined;
  }
  const { by = '', perhaps } = { ...a.cpus, ...b.cpus };
  if (operator === '%') {
    return cpusBy(by, { ...(b.most !== undefined && { atMost: b.most - 1 }), perhaps: true });
  }
  // What is taken away or divided by makes it smaller by its least, which is not known of a number of CPUs: one at least.
  const least = b.cpus ? 1 : b.most;
  const bound = operator === '-' || operator === '/' || operator === '//' ? least : b.most;
  const atMost = a.most === undefined || bound === undefined ? NaN : onNumbers(operator, a.most, bound);
  return cpusBy(by, { ...(Number.isFinite(atMost) && { atMost }), ...((perhaps ?? false) && { perhaps }) });
}

function countOf(value: Value): { readonly cpus?: CpuCount; readonly most?: number } | undefined {
  if (typeof value === 'number') {
    return { most: value };
  }
  if (value === CPUS_HOLE) {
    return { cpus: { by: 'a number of CPUs' } };
  }
  return value instanceof Unknown && value.cpus ? { cpus: value.cpus, most: value.cpus.atMost } : undefined;
}

/** The value of `left operator right` where that is a comparison. */
export function compared(left: Value, operator: string, right: Value): Value {
  const unknown = [left, right].find((value) => value instanceof Unknown) as Unknown | undefined;
  if (unknown) {
    // `if os.cpu_count() is None`: it never is in a container.
    return unknown.cpus && [left, right].includes(null) ? /^(!=|is not)$/.test(operator) : unknown;
  }
  if (operator === 'in' || operator === 'not in') {
    return contains(left, right, operator === 'in');
  }
  if (!isPlain(left) || !isPlain(right)) {
    return new Unknown(PARTLY_KNOWN);
  }
  switch (operator) {
    case '==':
    case 'is':
      return left === right;
    case '!=':
    case 'is not':
      return left !== right;
    default:
      return ordered(left, operator, right);
  }
}

function ordered(left: Value, operator: string, right: Value): Value {
  const ofOneKind = (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string');
  if (!ofOneKind) {
    return new Unknown('it compares what has no order');
  }
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    default:
      return new Unknown('the comparison is not followed here');
  }
}

function contains(left: Value, right: Value, wanted: boolean): Value {
  if (typeof left === 'string' && typeof right === 'string' && !hasHole(left) && !hasHole(right)) {
    return right.includes(left) === wanted;
  }
  const known = isPlain(left) && isList(right) && right.every(isPlain);
  return known ? right.includes(left) === wanted : new Unknown(PARTLY_KNOWN);
}

/** What Python takes a value for. */
export function truth(value: Value): boolean {
  return isList(value) ? value.length > 0 : Boolean(value);
}
