import { apiObjectsOf, type ApiObject } from '../manifest/api-object';
import { Reading } from '../reading/reading';
import { pathWithin } from '../manifest/list-path';
import type { Path } from '../manifest/path';
import type { Document } from '../manifest/input/document';
import { judge, type Judgement, type ReviewOptions } from './judge';

/** A field where it was read: its document, and its path from the document's root. */
export interface Written {
  readonly document: Document;
  readonly path: Path;
}

/** A judgement of an object that was read from a document. */
export interface DocumentJudgement extends Judgement {
  /** Where a field of the observed object is written. */
  written(path: Path): Written;
}

/** Judges documents that were read from files together. */
export function judgeDocuments(documents: readonly Document[], options: ReviewOptions): DocumentJudgement[] {
  const origin = new Map(documents.flatMap((document) => apiObjectsOf([document.json]).map(({ json }) => [json, document])));
  const written = ({ json }: ApiObject, path: Path): Written => {
    const document = origin.get(json)!;
    return { document, path: [...pathWithin(document.json, json), ...path] };
  };
  const judgements = judge(Reading.ofDocuments(documents, options.images, options.extent), options, (object, path) => {
    const place = written(object, path);
    const { file, rendered } = place.document;
    return rendered ? { file } : { file, ...place.document.positionOf(place.path) };
  });
  return judgements.map((judgement) => ({ ...judgement, written: (path) => written(judgement.observation!.object, path) }));
}
