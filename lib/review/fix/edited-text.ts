import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import { YamlError, YamlText, type MapPlace, type Span } from '../../manifest/input/yaml-text';
import type { Edit } from './edit';

/** More places than this for one insertion are not tried: such a text says nothing clearly. */
const MOST_PLACES = 50;

/**
 * The text of one document with one field edited, every other character as it was. Ways to write it are tried until one
 * reads as exactly the edited JSON, so that no quoting, indentation or anchor can make it mean something else.
 *
 * @returns nothing where no way does: behind an alias, in an anchored value that is used elsewhere, in a JSON list
 */
export function editedText(text: string, { path, value }: Edit): string | undefined {
  const json = jsonOf(text);
  const wanted = editedJson(json, path, value);
  if (wanted === undefined) {
    return undefined;
  }
  for (const candidate of candidates(text, json, path, value)) {
    if (isDeepStrictEqual(jsonOf(candidate), wanted)) {
      return candidate;
    }
  }
  return undefined;
}

function jsonOf(text: string): unknown {
  try {
    return new YamlText(text).json();
  } catch (error) {
    if (error instanceof YamlError) {
      return undefined;
    }
    throw error;
  }
}

function editedJson(json: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(json) && typeof step === 'number' && step < json.length) {
    return json.map((item, index) => (index === step ? editedJson(item, rest, value) : (item as unknown)));
  }
  return isObject(json) && (step in json || rest.length === 0) ? { ...json, [step]: editedJson(json[step], rest, value) } : undefined;
}

function* candidates(text: string, json: unknown, path: Path, value: string | number): Iterable<string> {
  const written = new YamlText(text);
  const before = valueAt(json, path);
  const scalar = written.scalarAt(path);
  if (scalar) {
    yield* rewritten(text, scalar, before, value);
  }
  const map = written.mapAt(path.slice(0, -1));
  if (map && before === undefined) {
    yield* withField(text, map, String(path[path.length - 1]), value);
  }
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce((value, step) => (value as JsonObject | undefined)?.[step], json);
}

function* rewritten(text: string, { start, end }: Span, before: unknown, value: string | number): Iterable<string> {
  const source = text.slice(start, end);
  if (typeof value === 'number') {
    yield splice(text, start, end, String(value));
    return;
  }
  if (typeof before === 'string' && value.length > before.length) {
    // A block of text has a line of its own for each of its lines: what is inserted is found by the words that follow it.
    const at = [...value].findIndex((character, index) => character !== before[index]);
    const inserted = value.slice(at, at + value.length - before.length);
    const next = /^\S+/.exec(before.slice(at))?.[0] ?? '';
    let place = source.indexOf(next);
    for (let tried = 0; next !== '' && place >= 0 && tried < MOST_PLACES; tried++) {
      yield splice(text, start + place, start + place, inserted);
      place = source.indexOf(next, place + 1);
    }
  }
  const quote = /^["']/.exec(source)?.[0] ?? '';
  yield splice(text, start, end, quote + value + quote);
}

function* withField(text: string, { firstKey: key, flow }: MapPlace, name: string, value: string | number): Iterable<string> {
  const written = typeof value === 'number' ? String(value) : JSON.stringify(value);
  if (flow) {
    const gap = /\s*$/.exec(text.slice(0, key))![0];
    yield splice(text, key, key, `${text[key] === '"' ? JSON.stringify(name) : name}: ${written},${gap || ' '}`);
    return;
  }
  const lineStart = text.lastIndexOf('\n', key - 1) + 1;
  const indent = text.slice(lineStart, key);
  if (/^ *$/.test(indent)) {
    const above = startOfComments(text, lineStart);
    yield splice(text, above, above, `${indent}${name}: ${written}${text.includes('\r\n') ? '\r\n' : '\n'}`);
  }
}

/** The comments right above a field belong to it. */
function startOfComments(text: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]*#/.test(text.slice(before, start))) {
      break;
    }
    start = before;
  }
  return start;
}

function splice(text: string, start: number, end: number, insert: string): string {
  return text.slice(0, start) + insert + text.slice(end);
}
