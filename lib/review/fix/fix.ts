import type { Document } from '../../manifest/input/document';
import { readText } from '../../manifest/input/text';
import { identityOf } from '../baseline';
import type { Finding } from '../finding';
import type { ReviewOptions } from '../judge';
import { judgeDocuments, type DocumentJudgement } from '../judge-documents';
import { editedText } from './edited-text';
import type { Edit } from './edit';

/** What a fix came to, as data: nothing is written yet. */
export interface Fix {
  /** The new texts of the files that change. */
  readonly texts: ReadonlyMap<string, string>;
  /** Every document as it is afterwards. */
  readonly documents: readonly Document[];
  /** What is gone then. */
  readonly fixed: readonly Finding[];
  readonly left: readonly Left[];
}

/** A finding that a rule has an edit for which is not made. */
export interface Left {
  readonly finding: Finding;
  readonly because: string;
}

/** An edit, from the root of a document; the document by its place in its file. */
interface Proposal extends Edit {
  readonly finding: Finding;
  readonly key: string;
  readonly file: string;
  readonly place: number;
}

/**
 * Makes the edits that the rules are certain of. One that cannot be written without a change to anything else is left,
 * and so is one after which its finding would still be there, or another one would appear.
 *
 * @param sourceOf the text that a file has on the disk; nothing where it cannot be edited
 */
export function fixDocuments(
  documents: readonly Document[],
  sourceOf: (file: string) => string | undefined,
  options: ReviewOptions = {},
): Fix {
  const judgements = judgeDocuments(documents, options);
  const known = new Set(keysOf(documents, judgements));
  const places = placesOf(documents);
  const proposals = judgements.flatMap(({ finding, observation, written }): Proposal[] => {
    if (!observation?.edit || finding.suppressed) {
      return [];
    }
    const { document, path } = written(observation.edit.path);
    const place = places.get(document)!;
    return [{ finding, key: keyOf(finding, place), file: document.file, place, path, value: observation.edit.value }];
  });

  const texts = new Map<string, string>();
  const fixed: Finding[] = [];
  const left: Left[] = [];
  let current = documents;
  const originals = new Map(
    [...new Set(proposals.map(({ file }) => file))].map((file) => {
      const source = sourceOf(file);
      const same = documents.every(
        (document) => document.file !== file || (!document.rendered && source?.startsWith(document.text, document.start)),
      );
      return [file, same ? source : undefined];
    }),
  );
  // What does not work together is halved, until what is to blame stands alone.
  const make = (wanted: readonly Proposal[]): void => {
    const attempt = edited(wanted, (file) => texts.get(file) ?? originals.get(file));
    const after = withTexts(current, attempt);
    const because =
      attempt.size === 0
        ? 'it cannot be written here without changing anything else'
        : faultOf(keysOf(after, judgeDocuments(after, options)), wanted, known);
    if (because === undefined) {
      attempt.forEach((text, file) => texts.set(file, text));
      fixed.push(...wanted.map(({ finding }) => finding));
      current = after;
    } else if (wanted.length === 1) {
      left.push({ finding: wanted[0].finding, because });
    } else {
      const half = Math.ceil(wanted.length / 2);
      make(wanted.slice(0, half));
      make(wanted.slice(half));
    }
  };
  left.push(
    ...proposals
      .filter(({ file }) => originals.get(file) === undefined)
      .map(({ finding, file }) => ({
        finding,
        because: documents.some((document) => document.file === file && document.rendered)
          ? 'it was rendered, and what is to change is the template'
          : 'its file is not UTF-8 text, or has changed since it was read',
      })),
  );
  const editable = proposals.filter(({ file }) => originals.get(file) !== undefined);
  if (editable.length) {
    make(editable);
  }
  return { texts, documents: current, fixed, left };
}

function placesOf(documents: readonly Document[]): ReadonlyMap<Document, number> {
  const counts = new Map<string, number>();
  return new Map(
    documents.map((document) => {
      const place = counts.get(document.file) ?? 0;
      counts.set(document.file, place + 1);
      return [document, place];
    }),
  );
}

/** The texts with all of the edits; none where one of them cannot be written. */
function edited(proposals: readonly Proposal[], textOf: (file: string) => string | undefined): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const file of new Set(proposals.map((proposal) => proposal.file))) {
    const text = editedFile(
      file,
      textOf(file)!,
      proposals.filter((proposal) => proposal.file === file),
    );
    if (text === undefined) {
      return new Map();
    }
    texts.set(file, text);
  }
  return texts;
}

function editedFile(file: string, text: string, proposals: readonly Proposal[]): string | undefined {
  let changed = text;
  for (const [place, document] of [...readText(file, text).documents.entries()].reverse()) {
    const own = proposals
      .filter((proposal) => proposal.place === place)
      .reduce<string | undefined>((before, proposal) => before && editedText(before, proposal), document.text);
    if (own === undefined) {
      return undefined;
    }
    changed = changed.slice(0, document.start) + own + changed.slice(document.start + document.text.length);
  }
  return changed;
}

function withTexts(documents: readonly Document[], texts: ReadonlyMap<string, string>): readonly Document[] {
  const reread = new Map([...texts].map(([file, text]) => [file, readText(file, text).documents]));
  return documents.flatMap((document, index) => {
    const own = reread.get(document.file);
    return own === undefined ? [document] : document.file === documents[index - 1]?.file ? [] : own;
  });
}

function faultOf(after: readonly string[], wanted: readonly Proposal[], known: ReadonlySet<string>): string | undefined {
  const remaining = new Set(after);
  const another = after.find((key) => !known.has(key));
  return another !== undefined
    ? `${another.split(' ')[0]} would be reported then`
    : wanted.some(({ key }) => remaining.has(key))
      ? 'it would still be there'
      : undefined;
}

/** What tells the findings of one run apart: two files may hold objects of one name. */
function keyOf(finding: Finding, place: number | undefined): string {
  return `${identityOf(finding)} | ${place ?? ''} | ${finding.file ?? ''}`;
}

function keysOf(documents: readonly Document[], judgements: readonly DocumentJudgement[]): string[] {
  const places = placesOf(documents);
  return judgements.map(({ finding, observation, written }) =>
    keyOf(finding, observation && places.get(written(observation.path).document)),
  );
}
