import { apiObjectsOf, type ApiObject } from '../api-object';
import { listOf, objectOf } from '../json';
import type { Document } from './document';

/** Documents that are whole objects, and the files of those that are not. */
export interface Sorted {
  readonly documents: readonly Document[];
  readonly fragments: readonly string[];
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
      const identity = identityOf(object);
      filesOf.set(identity, (filesOf.get(identity) ?? new Set()).add(document.file));
    }
  }
  const isShared = (object: ApiObject) => filesOf.get(identityOf(object))!.size > 1;
  const shared = read.flatMap(({ objects }) => objects.filter(isShared));
  const whole = new Set(shared.filter((object) => !lacksImage(object)).map(identityOf));
  const isPatch = (object: ApiObject) => lacksImage(object) && (whole.has(identityOf(object)) || lacksSelector(object));
  const patches = new Set(read.filter(({ objects }) => objects.some(isPatch)).map(({ document }) => document.file));
  const isFragment = ({ document, objects }: (typeof read)[number]) =>
    patches.has(document.file) && objects.length > 0 && objects.every((object) => isPatch(object) || isShared(object));
  return {
    documents: patches.size === 0 ? documents : read.filter((each) => !isFragment(each)).map(({ document }) => document),
    fragments: [...patches],
  };
}

function identityOf({ group, kind, namespace, name }: ApiObject): string {
  return JSON.stringify([group, kind, namespace, name]);
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
