import { hasHole, HOLE, WORDS_HOLE } from '../../manifest/partial-text';
import { TOO_MUCH, type Budget } from '../budget';
import type { Scope } from '../python/evaluation';
import { Unknown, type Value } from '../value';
import { arithmeticValue } from './arithmetic';
import { EMPTY, holeFor, isArray, joined, pieceOf, unknownPiece, valueOf, type Piece, type Variable } from './piece';
import type { State } from './state';
import { ARGUMENTS, substituted } from './substitution';
import type { Assignment, ParameterPart, Part, Word } from './syntax';

/** What expansions rest on beside the state of the shell. */
export interface Expanding {
  readonly budget: Budget;
  /** Where the script lies, if that is known. */
  readonly path?: string;
  /** Whether a value rests on a variable not being set that the image may set. */
  assumed: boolean;
  /** Whether a variable that nothing sets is taken for unset: otherwise nothing is concluded from that. */
  readonly decidesUnset: boolean;
}

/** The fields that a word expands to: outside of quotes a value may be several, or none. */
export function fieldsOf(word: Word, state: State, expanding: Expanding): Piece[] {
  const fields: Piece[] = [];
  let texts: string[] = [];
  let why: Unknown | undefined;
  let exists = false;
  let quoted = false;
  const take = () => {
    const text = texts.join('');
    if (exists) {
      // A number of CPUs is one word, whatever it is.
      fields.push({ text: !quoted && text === HOLE && !why?.cpus ? WORDS_HOLE : text, why });
    }
    texts = [];
    why = undefined;
    exists = quoted = false;
  };
  const add = (piece: Piece) => {
    texts.push(piece.text);
    why ??= piece.why;
    exists ||= piece.text !== '';
  };
  for (const part of word) {
    if (part.kind === 'literal') {
      add({ text: part.text });
      exists ||= part.quoted;
      quoted ||= part.quoted;
      continue;
    }
    const pieces = partValues(part, state, expanding);
    const split = part.quoted ? pieces : pieces.flatMap(splitAtSpace);
    split.forEach((piece, index) => {
      if (index > 0) {
        take();
      }
      add(piece);
      exists ||= part.quoted;
      quoted ||= part.quoted;
    });
    if (isList(part) && split.length === 0 && texts.every((text) => text === '')) {
      // `"$@"` without arguments is no word at all.
      exists = quoted = false;
    }
  }
  take();
  return fields;
}

/** The text that a word expands to where it is not split: in an assignment, as the subject of `case`. */
export function textOf(word: Word, state: State, expanding: Expanding): Piece {
  return joined(
    word.map((part) => (part.kind === 'literal' ? { text: part.text } : joined(partValues(part, state, expanding), ' '))),
    '',
  );
}

/** What an assignment makes of a variable. */
export function assigned(assignment: Assignment, state: State, expanding: Expanding): Variable {
  const { name, value, adds } = assignment;
  const before = adds ? state.get(name) : undefined;
  if (assignment.isItem) {
    return unknownPiece(`an item of ${name} is set on its own`);
  }
  if ('items' in value) {
    const items = value.items.flatMap((item) => fieldsOf(item, state, expanding));
    const all = before === undefined ? items : [...(isArray(before) ? before : [before]), ...items];
    return expanding.budget.make(all.length) ? all : unknownPiece(TOO_MUCH);
  }
  const text = textOf(value, state, expanding);
  if (before === undefined) {
    return text;
  }
  const whole = isArray(before) ? [joined([before[0] ?? EMPTY, text], ''), ...before.slice(1)] : joined([before, text], '');
  const length = isArray(whole) ? whole.length : whole.text.length;
  return expanding.budget.make(length) ? whole : unknownPiece(TOO_MUCH);
}

/** What arithmetic in a shell refers to: variables, of which one that is empty is 0. */
export function scopeOf(state: State, expanding: Expanding): Scope {
  return {
    budget: expanding.budget,
    environment: () => undefined,
    value: (name) => {
      const variable = state.get(name) ?? unsetValue(name, state, expanding);
      return isArray(variable) ? new Unknown(`${name} is an array`) : variable.text === '' ? 0 : valueOf(variable);
    },
  };
}

function isList(part: Part): boolean {
  return part.kind === 'parameter' && (part.name === '@' || part.index === '@');
}

/** Outside of quotes text is split at blanks. */
function splitAtSpace(piece: Piece): Piece[] {
  if (!/[ \t\n]/.test(piece.text)) {
    return [piece];
  }
  return piece.text.split(/[ \t\n]+/).map((text) => ({ text, ...(hasHole(text) && { why: piece.why }) }));
}

function partValues(part: Exclude<Part, { kind: 'literal' }>, state: State, expanding: Expanding): readonly Piece[] {
  const pieces = valuesOf(part, state, expanding);
  const length = pieces.reduce((sum, { text }) => sum + text.length + 1, 0);
  return expanding.budget.make(length) ? pieces : [unknownPiece(TOO_MUCH)];
}

function valuesOf(part: Exclude<Part, { kind: 'literal' }>, state: State, expanding: Expanding): readonly Piece[] {
  switch (part.kind) {
    case 'command':
      return [substituted(part.text, expanding.path)];
    case 'arithmetic':
      return [pieceOf(arithmeticOf(part.text, state, expanding))];
    case 'unreadable':
      return [unknownPiece('it is expanded in a way that is not followed here')];
    default:
      return parameterValues(part, state, expanding);
  }
}

export function arithmeticOf(text: string, state: State, expanding: Expanding): Value {
  return arithmeticValue(text, scopeOf(state, expanding), (command) => valueOf(substituted(command, expanding.path)));
}

function parameterValues(part: ParameterPart, state: State, expanding: Expanding): readonly Piece[] {
  const values = listValues(part, state);
  if (values === 'unknown') {
    return [part.quoted ? { text: WORDS_HOLE, why: ARGUMENTS } : holeFor(ARGUMENTS)];
  }
  if (part.operator === '#') {
    return [{ text: String(values ? values.length : 0) }];
  }
  if (values && part.operator === ':') {
    const [from] = part.argument ?? [];
    const start = from?.kind === 'literal' ? Number(from.text) - (part.name === '@' || part.name === '*' ? 1 : 0) : NaN;
    return Number.isNaN(start) || start < 0 ? [unknownPiece('it is a part of a list that is not followed here')] : values.slice(start);
  }
  if (values && (part.operator === undefined || values.length > 0)) {
    return part.name === '*' || part.index === '*' ? [joined(values, ' ')] : values;
  }
  return conditional(part, values ? undefined : scalarOf(part, state), state, expanding);
}

/** `"$@"`, `${list[@]}`; nothing where the parameter is no list. */
function listValues({ name, index }: ParameterPart, state: State): readonly Piece[] | 'unknown' | undefined {
  if (name === '@' || name === '*') {
    return state.positional ?? 'unknown';
  }
  if (index !== '@' && index !== '*') {
    return undefined;
  }
  const variable = state.get(name);
  return variable === undefined ? [] : isArray(variable) ? variable : [variable];
}

/** The value of a parameter that is no list; nothing where it is not set. */
function scalarOf({ name, index }: ParameterPart, state: State): Piece | undefined {
  if (name === '#') {
    return state.positional ? { text: String(state.positional.length) } : holeFor(ARGUMENTS);
  }
  if (/^\d+$/.test(name)) {
    const position = Number(name) - 1;
    return position < 0 ? unknownPiece('$0 is not followed here') : state.positional ? state.positional[position] : holeFor(ARGUMENTS);
  }
  if (!/^[A-Za-z_]/.test(name)) {
    return unknownPiece(`$${name} is known only where it runs`);
  }
  const variable = state.get(name);
  if (variable !== undefined && isArray(variable)) {
    return variable[index === undefined ? 0 : Number(index)];
  }
  return index === undefined || index === '0' ? variable : undefined;
}

/** `${NAME:-default}` and its like. */
function conditional(part: ParameterPart, value: Piece | undefined, state: State, expanding: Expanding): readonly Piece[] {
  const { operator = '', name, argument = [], quoted } = part;
  const isNamed = /^[A-Za-z_]/.test(name);
  const because = `whether ${name} is set is not known`;
  if (operator === '' || operator === ':' || operator === '#') {
    return operator === '' ? [value ?? (isNamed ? unsetValue(name, state, expanding) : EMPTY)] : [unknownPiece(because)];
  }
  const isHole = value !== undefined && hasHole(value.text);
  const isSet = value !== undefined && (!operator.startsWith(':') || value.text !== '');
  expanding.assumed ||= value === undefined && isNamed && state.open === undefined;
  if (operator.endsWith('+')) {
    return isHole && operator.startsWith(':')
      ? [unknownPiece(because)]
      : isSet
        ? argumentValues(argument, quoted, state, expanding)
        : [EMPTY];
  }
  if (isSet) {
    return [value];
  }
  if (operator.endsWith('?')) {
    return [unknownPiece(`${name} has to be set`)];
  }
  const fallback = argumentValues(argument, quoted, state, expanding);
  if (operator.endsWith('=') && isNamed) {
    state.set(name, joined(fallback, ' '));
  }
  return fallback;
}

function argumentValues(argument: Word, quoted: boolean, state: State, expanding: Expanding): readonly Piece[] {
  return quoted ? [textOf(argument, state, expanding)] : fieldsOf(argument, state, expanding);
}

/** Variables that a shell, the kubelet or the base image sets. */
const SET_ELSEWHERE =
  /^(?:PATH|HOME|HOSTNAME|PWD|OLDPWD|USER|LOGNAME|SHELL|TERM|LANG|LC_\w+|UID|EUID|PPID|RANDOM|SECONDS|LINENO|IFS|PYTHON\w*|NODE_VERSION|BASH\w*|KUBERNETES_\w+)$|_(?:SERVICE_HOST|SERVICE_PORT|PORT)(?:_|$)/;

/** Whether a variable that nothing sets can be taken for unset. */
export function isUnset(name: string, state: State, { decidesUnset }: Expanding): boolean {
  return state.decides(name) || (decidesUnset && !SET_ELSEWHERE.test(name));
}

/** What was unset is empty; what nothing sets may be set by an image that was not read. */
function unsetValue(name: string, state: State, expanding: Expanding): Piece {
  expanding.assumed ||= !state.decides(name);
  return isUnset(name, state, expanding) ? EMPTY : unknownPiece(`${name} is not set by anything that was read`);
}
