import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isScalar, isSeq, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { isObject } from '../../manifest/json';
import type { Path } from '../../manifest/path';
import type { Amendment } from './amendment';

/** More places than this for one insertion are not tried: such a text says nothing clearly. */
const MOST_PLACES = 50;

/**
 * The text of one document with one field amended, every other character as it was. Ways to write it are tried until one
 * reads as exactly the amended JSON, so that no quoting, indentation or anchor can make it mean something else.
 *
 * @returns nothing where no way does: behind an alias, in an anchored value that is used elsewhere, in a JSON list
 */
export function amendedText(text: string, { path, value }: Amendment): string | undefined {
  const read = readDocument(text);
  const wanted = read && amendedJson(read.json, path, value);
  if (!read || wanted === undefined) {
    return undefined;
  }
  for (const candidate of candidates(text, read.root, path, value)) {
    const result = readDocument(candidate);
    if (result && isDeepStrictEqual(result.json, wanted)) {
      return candidate;
    }
  }
  return undefined;
}

function readDocument(text: string): { readonly root: unknown; readonly json: unknown } | undefined {
  try {
    const document = parseDocument(text, { logLevel: 'silent', prettyErrors: false });
    return document.errors.length ? undefined : { root: document.contents, json: document.toJS() };
  } catch {
    // Nested too deeply, or aliases that multiply.
    return undefined;
  }
}

function amendedJson(json: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) {
    return value;
  }
  if (Array.isArray(json) && typeof step === 'number' && step < json.length) {
    return json.map((item, index) => (index === step ? amendedJson(item, rest, value) : item as unknown));
  }
  return isObject(json) && (step in json || rest.length === 0) ? { ...json, [step]: amendedJson(json[step], rest, value) } : undefined;
}

function* candidates(text: string, root: unknown, path: Path, value: string | number): Iterable<string> {
  const node = nodeAt(root, path);
  if (isScalar(node) && node.range) {
    yield* rewritten(text, node, value);
  }
  const parent = nodeAt(root, path.slice(0, -1));
  if (node === undefined && isMap(parent)) {
    yield* withField(text, parent, String(path[path.length - 1]), value);
  }
}

/** An alias is where the path ends: what it stands for is written elsewhere, and used there. */
function nodeAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, step) => {
    if (isMap(node)) {
      return node.items.find(({ key }) => isScalar(key) && String(key.value) === step)?.value;
    }
    return isSeq(node) ? node.items[step as number] : undefined;
  }, root);
}

function* rewritten(text: string, { range, value: before }: Scalar, value: string | number): Iterable<string> {
  const [start, end] = range!;
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

function* withField(text: string, { items, flow }: YAMLMap, name: string, value: string | number): Iterable<string> {
  const first = items[0]?.key;
  if (!isNode(first) || !first.range) {
    return;
  }
  const [key] = first.range;
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
