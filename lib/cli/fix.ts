import { readFileSync } from 'node:fs';
import type { Document } from '../manifest/input/document';
import type { ReviewOptions } from '../review';
import { fixDocuments, type Fix } from '../review/fix/fix';
import { placeInWords } from '../review/reporters/wording';
import { plural } from '../wording/plural';
import { replaceAll } from './whole-file';

const BYTE_ORDER_MARK = '\ufeff';

/** What `--fix` did, or with `--dry-run` would do. */
export interface FixedFiles {
  readonly documents: readonly Document[];
  /** The changes as a unified diff. */
  readonly diff: string;
  /** For people: what was fixed, and what was not and why. */
  readonly said: string;
}

/** Fixes what is certain in the files that the documents were read from; with `dryRun` only says how. */
export function fixFiles(documents: readonly Document[], options: ReviewOptions, dryRun: boolean): FixedFiles {
  const originals = new Map<string, string>();
  const fix = fixDocuments(
    documents,
    (file) => {
      const original = textOf(file);
      if (original !== undefined) {
        originals.set(file, original);
      }
      return original?.replace(BYTE_ORDER_MARK, '');
    },
    options,
  );
  const texts = new Map(
    [...fix.texts].map(([file, text]) => [file, (originals.get(file)!.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '') + text]),
  );
  if (!dryRun) {
    replaceAll(texts);
  }
  return { documents: dryRun ? documents : fix.documents, diff: dryRun ? diffOf(texts, originals) : '', said: fixInWords(fix, dryRun) };
}

/** Nothing where the bytes are not those of UTF-8 text: written back, they would be others. */
function textOf(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    const text = bytes.toString('utf8');
    return Buffer.from(text).equals(bytes) ? text : undefined;
  } catch {
    return undefined;
  }
}

function diffOf(texts: ReadonlyMap<string, string>, originals: ReadonlyMap<string, string>): string {
  // Loaded by the one command that needs it: every other start would pay for it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { createTwoFilesPatch } = require('diff') as typeof import('diff');
  return [...texts]
    .map(([file, text]) =>
      createTwoFilesPatch(file, file, originals.get(file)!, text, undefined, undefined, {
        headerOptions: { includeIndex: false, includeUnderline: false, includeFileHeaders: true },
      }),
    )
    .join('');
}

function fixInWords({ fixed, left, texts }: Fix, dryRun: boolean): string {
  return [
    ...left.map(({ finding, because }) => `left     ${finding.rule}  ${placeInWords(finding)}: ${because}`),
    ...fixed.map((finding) => `${dryRun ? 'fixable' : 'fixed  '}  ${finding.rule}  ${placeInWords(finding)}`),
    `${dryRun ? 'would fix' : 'fixed'} ${plural(fixed.length, 'finding')} in ${plural(texts.size, 'file')}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}
