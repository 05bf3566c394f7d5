import { isDeepStrictEqual } from 'node:util';
import { dump } from 'js-yaml';
import { isObject, objectOf, type JsonObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import { YamlError, YamlText, type Span } from '../../manifest/input/yaml-text';
import { BEHIND, type Edit } from './edit';

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
  if (Array.isArray(json) && step === BEHIND && rest.length === 0) {
    return [...(json as unknown[]), value];
  }
  return isObject(json) && (step in json || rest.length === 0) ? { ...json, [step]: editedJson(json[step], rest, value) } : undefined;
}

function* candidates(text: string, json: unknown, path: Path, value: Edit['value']): Iterable<string> {
  const written = new YamlText(text);
  if (path.at(-1) === BEHIND) {
    yield* withItem(text, written, path.slice(0, -1), value);
    return;
  }
  const before = valueAt(json, path);
  const scalar = written.scalarAt(path);
  if (scalar && typeof value !== 'object') {
    yield* rewritten(text, scalar, before, value);
  }
  if (before === undefined) {
    yield* withField(text, written, path, Object.keys(objectOf(valueAt(json, path.slice(0, -1)))), value);
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
  yield splice(text, start, end, JSON.stringify(value));
}

function* withField(text: string, written: YamlText, path: Path, siblings: readonly string[], value: Edit['value']): Iterable<string> {
  const parent = path.slice(0, -1);
  const name = String(path[path.length - 1]);
  const map = written.mapAt(parent);
  if (map?.flow) {
    const key = map.firstKey;
    const gap = /\s*$/.exec(text.slice(0, key))![0];
    yield splice(text, key, key, `${text[key] === '"' ? JSON.stringify(name) : name}: ${JSON.stringify(value)},${gap || ' '}`);
    return;
  }
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  for (const sibling of map ? [...siblings].sort((one, other) => Number(isLike(other, name)) - Number(isLike(one, name))) : []) {
    const key = written.placeOf([...parent, sibling]);
    const lineStart = text.lastIndexOf('\n', key - 1) + 1;
    const indent = text.slice(lineStart, key);
    // The first key of an item of a list stands behind its dash.
    if (/^ *$/.test(indent)) {
      const above = startOfComments(text, lineStart);
      for (const lines of typeof value === 'object' ? [[`${name}:`, ...blockOf(value)]] : inQuotesOrNot(value, `${name}: `)) {
        yield splice(text, above, above, lines.map((line) => `${indent}${line}${lineBreak}`).join(''));
      }
    }
  }
}

/** A probe is written beside the probes, and a period beside the periods. */
function isLike(sibling: string, name: string): boolean {
  return ['Probe', 'Seconds'].some((end) => sibling.endsWith(end) && name.endsWith(end));
}

/** A list in brackets gets its item before its bracket, which nothing but braces and brackets of the last item may precede. */
function* withItem(text: string, written: YamlText, path: Path, value: Edit['value']): Iterable<string> {
  const list = written.listAt(path);
  if (list === undefined) {
    return;
  }
  if (list.flow) {
    const [closing] = /^["'\s\]}]*/.exec(text.slice(list.lastEnd))!;
    for (const [offset, character] of [...closing].entries()) {
      if (character === ']') {
        const at = list.lastEnd + closing.slice(0, offset).trimEnd().length;
        yield splice(text, at, at, `, ${JSON.stringify(value)}`);
      }
    }
    return;
  }
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^ *(?=-)/.exec(text.slice(text.lastIndexOf('\n', list.firstItem - 1) + 1))?.[0];
  const after = text.indexOf('\n', list.lastEnd - 1) + 1;
  if (indent !== undefined) {
    for (const [first, ...others] of typeof value === 'object' ? [blockOf(value)] : inQuotesOrNot(value)) {
      const item = [`${indent}- ${first.trimStart()}`, ...others.map((line) => indent + line)].join(lineBreak);
      yield after === 0 ? `${text}${lineBreak}${item}` : splice(text, after, after, item + lineBreak);
    }
  }
}

/** As a person would write it, and so that it is the text that it is. */
function inQuotesOrNot(value: string | number, before = ''): readonly (readonly string[])[] {
  return [[`${before}${value}`], [`${before}${JSON.stringify(value)}`]];
}

/** The lines of a map or a list in block style, one step further in. */
function blockOf(value: object): readonly string[] {
  return dump(value, { lineWidth: -1, noRefs: true })
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
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
