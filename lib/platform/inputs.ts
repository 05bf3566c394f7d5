import { apiObjectsOf } from '../manifest/api-object';
import type { Document } from '../manifest/input/document';
import { readFiles } from '../manifest/input/files';
import type { Inputs } from '../manifest/input/inputs';
import type { Path } from '../manifest/path';
import { servicesIn } from './services';
import { workloadObject } from './workload-object';

/** Reads files as `readFiles` does; what tells a platform about an application is read as workloads. */
export function readInputs(paths: readonly string[]): Inputs {
  const { inputs, documents, problems } = readFiles(paths);
  const read = documents.map((document) => asWorkloads(document, documents));
  return {
    problems,
    documents: read,
    inputs: inputs.map((input) => {
      const own = read.filter(({ file, literal }) => file === input.file && !literal);
      return own.length === 0 ? input : { ...input, objects: apiObjectsOf(own.map(({ json }) => json)).length };
    }),
  };
}

/** The document with its services as workloads; itself where it is of no platform. */
export function asWorkloads(document: Document, beside: readonly Document[]): Document {
  const services = servicesIn(document, beside);
  if (services === undefined) {
    return document;
  }
  const workloads = services.map(workloadObject);
  return document.readAs({ kind: 'PlatformList', items: workloads.map(({ json }) => json) }, ([, index, ...field]) => {
    const { origins } = workloads[Number(index)] ?? { origins: new Map<string, Path>() };
    for (let depth = field.length; depth >= 0; depth--) {
      const origin = origins.get(JSON.stringify(field.slice(0, depth)));
      if (origin) {
        return origin;
      }
    }
    return [];
  });
}
