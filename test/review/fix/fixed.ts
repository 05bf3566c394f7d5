import { expect } from '@jest/globals';
import { stringify } from 'yaml';
import { readText } from '../../../lib/manifest/input/text';
import { reviewDocuments } from '../../../lib/review';
import { fixDocuments } from '../../../lib/review/fix/fix';
import type { Json } from '../shop';

/** The text of a file with these objects. */
export function fileOf(...objects: readonly Json[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}

/** Fixes files, given by name, as they would stand on a disk. */
export function fixed(files: Readonly<Record<string, string>>) {
  const documents = Object.entries(files).flatMap(([file, text]) => readText(file, text).documents);
  const fix = fixDocuments(documents, (file) => files[file]);
  return {
    ...fix,
    files: { ...files, ...Object.fromEntries(fix.texts) },
    before: reviewDocuments(documents),
    after: reviewDocuments(fix.documents),
  };
}

/** The ids of what was found. */
export function rules(findings: readonly { readonly rule: string }[]): string[] {
  return findings.map(({ rule }) => rule);
}

/** A container that the one rule finds something in, and the lines that its fix leaves and takes. */
export function changed(rule: string, object: Json, ...others: Json[]): string[] {
  const text = stringify(object);
  const { files, fixed: gone, after } = fixed({ 'a.yaml': text, 'others.yaml': fileOf(...others) });
  expect(rules(gone)).toEqual([rule]);
  expect(rules(after)).not.toContain(rule);
  const lines = new Set(text.split('\n'));
  return files['a.yaml']
    .split('\n')
    .filter((line) => !lines.has(line))
    .map((line) => line.trim());
}
