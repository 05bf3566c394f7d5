import { parseDocument } from 'yaml';
import { isObject } from '../json';
import { Document } from './document';
import type { Problem } from './problem';

/** What a text holds. */
export interface TextContents {
  readonly documents: readonly Document[];
  readonly problems: readonly Problem[];
}

/** A line that begins a document. In YAML nothing else may stand at the beginning of a line like that. */
const DOCUMENT_START = /^---(?=\s|$)/gm;
/** What Helm has left to do, where a value or a line would begin. */
const TEMPLATE_ACTION = /^\s*(?:- )?(?:[\w./"'-]+:\s+)?["']?\{\{-?\s*[\w.$/(]/m;

/** Reads YAML or JSON text of any number of documents. A document that cannot be read is a problem, and the others still count. */
export function readText(file: string, text: string): TextContents {
  if (/^\s*[[{]/.test(text)) {
    const json = fromJson(text);
    // JSON.parse keeps the last of two keys in silence; the YAML parser below says where the second one stands.
    if (json !== undefined && keysIn(json) === keysWritten(text)) {
      return { documents: (Array.isArray(json) ? json : [json]).filter(isObject).map((each) => new Document(file, each, text, 0, 0)), problems: [] };
    }
  }
  const documents: Document[] = [];
  const problems: Problem[] = [];
  let linesBefore = 0;
  let start = 0;
  for (const piece of pieces(text)) {
    if (hasContent(piece)) {
      const { json, problem } = readPiece(file, piece, linesBefore);
      if (problem) {
        problems.push(problem);
      } else if (isObject(json)) {
        documents.push(new Document(file, json, piece, linesBefore, start));
      } else if (json !== null && json !== undefined) {
        problems.push({ file, line: linesBefore + 1, message: `a Kubernetes object is a map of fields; this document is ${Array.isArray(json) ? 'a list' : `a ${typeof json}`}` });
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

function readPiece(file: string, piece: string, linesBefore: number): { json?: unknown; problem?: Problem } {
  try {
    const document = parseDocument(piece, { logLevel: 'silent', prettyErrors: false });
    const [error] = document.errors;
    if (error) {
      const before = piece.slice(0, error.pos[0]).split('\n');
      return { problem: { file, line: linesBefore + before.length, column: before[before.length - 1].length + 1, message: inWords(error, piece) } };
    }
    const json = document.toJS() as unknown;
    return isTemplate(piece, json) ? { problem: { file, line: linesBefore + 1, message: TEMPLATE } } : { json };
  } catch (error) {
    return { problem: { file, line: linesBefore + 1, message: thrown(error) } };
  }
}

const TEMPLATE = 'this is a Helm template that has not been rendered; review what `helm template` prints';

function inWords({ code, message }: { readonly code: string; readonly message: string }, piece: string): string {
  if (TEMPLATE_ACTION.test(piece)) {
    return TEMPLATE;
  }
  return code === 'DUPLICATE_KEY' ? 'a key stands twice in one map; the API server keeps only the last' : `no valid YAML: ${message.split('\n')[0]}`;
}

/** The parser recurses and gives up on aliases that multiply. */
function thrown(error: unknown): string {
  return error instanceof RangeError ? 'it is nested too deeply' : error instanceof ReferenceError ? `its aliases cannot be used: ${error.message}` : `no valid YAML: ${String(error)}`;
}

/** `{{ .Values.image }}` without quotes is valid YAML: a map in a map, whose key turns into text. */
function isTemplate(piece: string, json: unknown): boolean {
  if (!TEMPLATE_ACTION.test(piece)) {
    return false;
  }
  const pending = [json];
  while (pending.length) {
    const value = pending.pop();
    if (isObject(value) && Object.keys(value).some((key) => key.startsWith('{ '))) {
      return true;
    }
    for (const inner of isObject(value) ? Object.values(value) : Array.isArray(value) ? value : []) {
      pending.push(inner);
    }
  }
  return false;
}
