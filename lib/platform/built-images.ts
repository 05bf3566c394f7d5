import { dirname, join } from 'node:path';
import { BuildContext } from '../application/image/build-context';
import { readDockerfile } from '../application/image/dockerfile';
import { readApplication } from '../application/image/application';
import type { Image } from '../application/image/image';
import { Bundle } from '../manifest/bundle';
import type { Document } from '../manifest/input/document';
import { objectOf, textOf, type JsonObject } from '../manifest/json';
import { workloadOf, type Workload } from '../manifest/workload';

/** The standard input lies beside nothing. */
const STANDARD_INPUT = '-';

/** The images that the platforms' files have built from folders beside them, by name; those that cannot be read are not known. */
export function builtImages(documents: readonly Document[]): ReadonlyMap<string, Image> {
  const images = new Map<string, Image>();
  for (const document of documents.filter(({ literal, file }) => !literal && file !== STANDARD_INPUT)) {
    for (const { name, build } of buildsIn(new Bundle([document.json]).workloads)) {
      const image = imageOf(build, dirname(document.file));
      if (image) {
        images.set(name, image);
      }
    }
  }
  return images;
}

/** The names of the images that are built, not fetched. */
export function builtNames(documents: readonly Document[]): readonly string[] {
  const workloads = documents
    .filter(({ literal }) => !literal)
    .flatMap(({ json }) => new Bundle([json]).objects.flatMap((object) => workloadOf(object) ?? []));
  return [...new Set(buildsIn(workloads).map(({ name }) => name))];
}

function buildsIn(workloads: readonly Workload[]): readonly { readonly name: string; readonly build: JsonObject }[] {
  return workloads
    .flatMap(({ containers }) => containers)
    .flatMap(({ image, json }) => (image === undefined || json.build === undefined ? [] : [{ name: image, build: objectOf(json.build) }]));
}

function imageOf(build: JsonObject, folder: string): Image | undefined {
  const context = join(folder, textOf(build.context) ?? '.');
  const dockerfile = textOf(build.dockerfile);
  const base = build.dockerfileBeside === true ? folder : context;
  const source = textOf(build.source);
  return source === undefined
    ? readApplication({ context, dockerfile: dockerfile === undefined ? undefined : join(base, dockerfile) }).image
    : sourceImage(context, source);
}

/** What a buildpack makes of a folder: its files, where the platform runs them. */
function sourceImage(folder: string, target: string): Image | undefined {
  const context = new BuildContext(folder);
  const image = readDockerfile(
    `the source in ${folder}`,
    `FROM buildpack\nWORKDIR ${target}\nCOPY . .\n`,
    (path) => context.text(path),
    (path) => context.has(path),
  );
  return context.problems.length > 0 ? undefined : { ...image, sources: (path) => image.sources(path).map((each) => join(folder, each)) };
}
