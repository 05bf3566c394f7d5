import { isObject } from '../json';
import type { Path } from '../path';
import { Document, positionIn } from './document';
import { isProcfile, isToml } from './manifest-name';
import type { Problem } from './problem';
import { readProcfile } from './procfile-text';
import type { TextContents } from './text-contents';
import { readToml } from './toml-text';
import { YamlError, YamlText } from './yaml-text';

/** A line that begins a document. In YAML nothing else may stand at the beginning of a line like that. */
const DOCUMENT_START = /^---(?=\s|$)/gm;
/** What Helm has left to do, where a value or a line would begin. */
const TEMPLATE_ACTION = /^\s*(?:- )?(?:[\w./"'-]+:\s+)?["']?\{\{-?\s*[\w.$/(]/m;

/** Reads YAML or JSON text of any number of documents. A document that cannot be read is a problem, and the others still count. */
export function readText(file: string, text: string): TextContents {
  if (isToml(file)) {
    return readToml(file, text);
  }
  if (isProcfile(file)) {
    return readProcfile(file, text);
  }
  if (/^\s*[[{]/.test(text)) {
    const json = fromJson(text);
    // JSON.parse keeps the last of two keys in silence; the YAML parser below says where the second one stands.
    if (json !== undefined && keysIn(json) === keysWritten(text)) {
      return {
        documents: (Array.isArray(json) ? json : [json])
          .filter(isObject)
          .map((each, index) => new Document(file, each, text, 0, 0, undefined, [], false, index)),
        problems: [],
      };
    }
  }
  const documents: Document[] = [];
  const problems: Problem[] = [];
  let linesBefore = 0;
  let start = 0;
  for (const piece of pieces(text)) {
    if (hasContent(piece)) {
      const { json, duplicateKeys, problem } = readPiece(file, piece, linesBefore);
      if (problem) {
        problems.push(problem);
      } else if (isObject(json)) {
        documents.push(new Document(file, json, piece, linesBefore, start, undefined, duplicateKeys, false, documents.length));
      } else if (json !== null && json !== undefined) {
        problems.push({
          file,
          line: linesBefore + 1,
          message: `a Kubernetes object is a map of fields; this document is ${Array.isArray(json) ? 'a list' : `a ${typeof json}`}`,
        });
      }
    }
    linesBefore += countLines(piece);
    start += piece.length;
  }
  return { documents, problems };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // YAML is the larger language, and its parser knows the line.
    return undefined;
  }
}

function keysIn(json: unknown): number {
  let keys = 0;
  const pending = [json];
  while (pending.length) {
    const value = pending.pop();
    const inner: readonly unknown[] = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    keys += isObject(value) ? inner.length : 0;
    for (const each of inner) {
      if (typeof each === 'object' && each !== null) {
        pending.push(each);
      }
    }
  }
  return keys;
}

/** Texts before a colon: in valid JSON nothing else is. */
function keysWritten(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"(?:[^"\\]|\\.)*"\s*(:?)/g)) {
    keys += colon ? 1 : 0;
  }
  return keys;
}

function pieces(text: string): readonly string[] {
  const starts = [...text.matchAll(DOCUMENT_START)].map(({ index }) => index);
  return [0, ...starts.filter((start) => start > 0)].map((start, index, all) => text.slice(start, all[index + 1]));
}

/** Comments, directives and markers alone make no document. */
function hasContent(piece: string): boolean {
  return /^(?!\s*$|\s*#|%|---\s*(?:#.*)?$|\.\.\.)/m.test(piece);
}

function countLines(text: string): number {
  let count = 0;
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) {
    count++;
  }
  return count;
}

interface Read {
  readonly json?: unknown;
  readonly duplicateKeys?: readonly Path[];
  readonly problem?: Problem;
}

function readPiece(file: string, piece: string, linesBefore: number): Read {
  try {
    const text = new YamlText(piece);
    return { json: text.json(), duplicateKeys: text.duplicates() };
  } catch (error) {
    if (!(error instanceof YamlError)) {
      throw error;
    }
    const action = TEMPLATE_ACTION.exec(piece);
    const { line, column } = positionIn(piece, action ? action.index + action[0].indexOf('{{') : error.offset);
    return { problem: { file, line: linesBefore + line, column, message: action ? TEMPLATE : error.message } };
  }
}

const TEMPLATE = 'this is a Helm template that has not been rendered; review what `helm template` prints';
