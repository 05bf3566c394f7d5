import type { Document } from '../../manifest/input/document';
import type { JsonObject } from '../../manifest/json';
import { withoutFragments } from '../../manifest/input/fragments';
import { readText } from '../../manifest/input/text';
import { identityOf } from '../baseline';
import type { Finding } from '../finding';
import type { ReviewOptions } from '../judge';
import { judgeDocuments, type DocumentJudgement } from '../judge-documents';
import { reachesSeverity, type Severity } from '../rule';
import { appendedText } from './appended-text';
import { editedText } from './edited-text';
import { BEHIND, type Edit } from './edit';

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

/** A finding whose edit is not made. */
export interface Left {
  readonly finding: Finding;
  readonly because: string;
}

/** The edits of a finding, from the root of a document; the document by which one of its file it is. */
interface Proposal {
  readonly finding: Finding;
  readonly key: string;
  readonly file: string;
  readonly ordinal: number;
  readonly edits: readonly Edit[];
  /** Objects that are written behind the others of the file. */
  readonly additions: readonly JsonObject[];
  /** The template that the document was rendered from: what is written here is gone with the next rendering. */
  readonly template?: string;
}

/** An edit may change what another finding needs; a third pass has never had anything to do. */
const MOST_PASSES = 4;

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
  const texts = new Map<string, string>();
  const fixed: Finding[] = [];
  const sources = new Map(
    [...new Set(documents.map(({ file }) => file))].map((file) => {
      const source = sourceOf(file);
      const same = documents.every((document) => document.file !== file || standsIn(document, source));
      return [file, same ? source : undefined];
    }),
  );
  let current = documents;
  for (let pass = 1; ; pass++) {
    const done = fixOnce(current, (file) => texts.get(file) ?? sources.get(file), options);
    done.texts.forEach((text, file) => texts.set(file, text));
    fixed.push(...done.fixed);
    current = done.documents;
    if (done.fixed.length === 0 || done.left.length === 0 || pass === MOST_PASSES) {
      return { texts, documents: current, fixed, left: done.left };
    }
  }
}

/** Whether a document is what the file holds, so that a change of the one is a change of the other. */
function standsIn({ literal, rendered, text, start }: Document, source: string | undefined): boolean {
  return literal && !rendered && source?.startsWith(text, start) === true;
}

function fixOnce(documents: readonly Document[], sourceOf: (file: string) => string | undefined, options: ReviewOptions): Fix {
  const judgements = judgeDocuments(documents, options);
  const proposals = proposalsOf(judgements);
  const texts = new Map<string, string>();
  const fixed: Finding[] = [];
  const left: Left[] = proposals.flatMap((proposal) => {
    const because = hindrance(proposal, sourceOf);
    return because === undefined ? [] : [{ finding: proposal.finding, because }];
  });
  let known = severitiesOf(judgements);
  let current = documents;
  // What does not work together is halved, until what is to blame stands alone.
  const make = (wanted: readonly Proposal[]): void => {
    const attempt = edited(wanted, (file) => texts.get(file) ?? sourceOf(file));
    const after = withTexts(current, attempt);
    const severities = attempt.size === 0 ? known : severitiesOf(judgeDocuments(after, options));
    const because = attempt.size === 0 ? 'it cannot be written here without changing anything else' : faultOf(severities, wanted, known);
    if (because === undefined) {
      attempt.forEach((text, file) => texts.set(file, text));
      fixed.push(...wanted.map(({ finding }) => finding));
      current = after;
      known = severities;
    } else if (wanted.length === 1) {
      left.push({ finding: wanted[0].finding, because });
    } else {
      const half = Math.ceil(wanted.length / 2);
      make(wanted.slice(0, half));
      make(wanted.slice(half));
    }
  };
  const editable = proposals.filter((proposal) => hindrance(proposal, sourceOf) === undefined);
  if (editable.length) {
    make(editable);
  }
  return { texts, documents: current, fixed, left };
}

function proposalsOf(judgements: readonly DocumentJudgement[]): Proposal[] {
  return judgements.flatMap(({ finding, observation, written }): Proposal[] => {
    const { edits = [], additions = [] } = observation ?? {};
    if (edits.length + additions.length === 0 || finding.suppressed) {
      return [];
    }
    const { document, path } = written([]);
    // Behind the others of a List, or of the file.
    const isInList = path.length > 0;
    const { ordinal } = document;
    return [
      {
        finding,
        key: keyOf(finding, ordinal),
        file: document.file,
        ordinal,
        edits: [
          ...edits.map((edit) => ({ ...edit, path: [...path, ...edit.path] })),
          ...(isInList ? additions.map((value) => ({ path: [...path.slice(0, -1), BEHIND], value })) : []),
        ],
        additions: isInList ? [] : additions,
        template: /^# Source: (\S+)/m.exec(document.text)?.[1] ?? (document.rendered ? 'a template' : undefined),
      },
    ];
  });
}

function hindrance({ file, template }: Proposal, sourceOf: (file: string) => string | undefined): string | undefined {
  return template !== undefined
    ? `it was rendered from ${template}, and is to be changed there`
    : sourceOf(file) === undefined
      ? 'its file is not UTF-8 text, or has changed since it was read'
      : undefined;
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
  for (const document of [...readText(file, text).documents].reverse()) {
    const own = proposals
      .filter((proposal) => proposal.ordinal === document.ordinal)
      .flatMap(({ edits }) => edits)
      .reduce<string | undefined>((before, edit) => before && editedText(before, edit), document.text);
    if (own === undefined) {
      return undefined;
    }
    changed = changed.slice(0, document.start) + own + changed.slice(document.start + document.text.length);
  }
  return proposals
    .flatMap(({ additions }) => additions)
    .reduce<string | undefined>((before, object) => before && appendedText(file, before, object), changed);
}

function withTexts(documents: readonly Document[], texts: ReadonlyMap<string, string>): readonly Document[] {
  const reread = new Map([...texts].map(([file, text]) => [file, readText(file, text).documents]));
  const all = documents.flatMap((document, index) => {
    const own = reread.get(document.file);
    return own === undefined ? [document] : document.file === documents[index - 1]?.file ? [] : own;
  });
  return withoutFragments(all).documents;
}

/** A finding that matters less than before is a part of the fix; one that only informs harms nobody. */
function faultOf(after: Severities, wanted: readonly Proposal[], known: Severities): string | undefined {
  const another = [...after].find(([key, severity]) => severity !== 'info' && !reaches(known.get(key), severity));
  return another !== undefined
    ? `${another[0].split(' ')[0]} would be reported then`
    : wanted.some(({ key, finding }) => reaches(after.get(key), finding.severity))
      ? 'it would still be there'
      : undefined;
}

function reaches(severity: Severity | undefined, least: Severity): boolean {
  return severity !== undefined && reachesSeverity(severity, least);
}

/** What tells the findings of one run apart: two files may hold objects of one name. */
function keyOf(finding: Finding, ordinal: number | undefined): string {
  return `${identityOf(finding)} | ${ordinal ?? ''} | ${finding.file ?? ''}`;
}

/** How much each finding matters; of two with one key, the worse. */
type Severities = ReadonlyMap<string, Severity>;

function severitiesOf(judgements: readonly DocumentJudgement[]): Severities {
  const severities = new Map<string, Severity>();
  for (const { finding, observation, written } of judgements) {
    const key = keyOf(finding, observation && written(observation.path).document.ordinal);
    if (!reaches(severities.get(key), finding.severity)) {
      severities.set(key, finding.severity);
    }
  }
  return severities;
}
