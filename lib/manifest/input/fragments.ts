import { apiObjectsOf, objectKey, type ApiObject } from '../api-object';
import { listOf, objectOf } from '../json';
import type { Document } from './document';

/** Documents that are whole objects, and the files of those that are not. */
export interface Sorted {
  readonly documents: readonly Document[];
  readonly fragments: readonly string[];
  /** How many objects each whole document holds, Lists unrolled. */
  readonly counts: ReadonlyMap<Document, number>;
}

/**
 * Without patches: a workload whose containers name no image, where another file has it with one, or that has no selector either (the
 * API server takes neither). In the file of one, whatever stands in another file as well is a patch too.
 */
export function withoutFragments(documents: readonly Document[]): Sorted {
  const read = documents.map((document) => ({ document, objects: apiObjectsOf([document.json]) }));
  const filesOf = new Map<string, Set<string>>();
  for (const { document, objects } of read) {
    for (const object of objects) {
      const key = objectKey(object);
      filesOf.set(key, (filesOf.get(key) ?? new Set()).add(document.file));
    }
  }
  const isShared = (object: ApiObject) => filesOf.get(objectKey(object))!.size > 1;
  const shared = read.flatMap(({ objects }) => objects.filter(isShared));
  const complete = new Set(shared.filter((object) => !lacksImage(object)).map(objectKey));
  const isPatch = (object: ApiObject) => lacksImage(object) && (complete.has(objectKey(object)) || lacksSelector(object));
  const patches = new Set(read.filter(({ objects }) => objects.some(isPatch)).map(({ document }) => document.file));
  const isFragment = ({ document, objects }: (typeof read)[number]) =>
    patches.has(document.file) && objects.length > 0 && objects.every((object) => isPatch(object) || isShared(object));
  const counts = new Map(read.filter((each) => !isFragment(each)).map(({ document, objects }) => [document, objects.length]));
  return { documents: [...counts.keys()], fragments: [...patches], counts };
}

/** Whether it is a workload, and none of its containers says what it runs. */
function lacksImage({ json }: ApiObject): boolean {
  const { template, jobTemplate } = objectOf(json.spec);
  const pod = objectOf(objectOf(template ?? objectOf(objectOf(jobTemplate).spec).template).spec);
  const containers = listOf(pod.containers).map(objectOf);
  return containers.length > 0 && containers.every(({ image }) => image === undefined);
}

function lacksSelector({ kind, json }: ApiObject): boolean {
  return /^(Deployment|StatefulSet|DaemonSet)$/.test(kind) && objectOf(json.spec).selector === undefined;
}
