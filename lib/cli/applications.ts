import { statSync } from 'node:fs';
import { Bundle } from '../manifest/bundle';
import { readApplication, type Application } from '../application/image/application';
import { imageName, type Image } from '../application/image/image';
import { Reading } from '../reading/reading';
import type { Document } from '../manifest/input/document';
import type { Problem } from '../manifest/input/problem';
import { builtImages, builtNames } from '../platform/built-images';
import { UsageError } from './command';

/** What `--app` names, read. */
export interface Applications {
  readonly images: ReadonlyMap<string, Image>;
  /** What could not be used, complete: all that the commands go by was read. */
  readonly problems: readonly Problem[];
}

/** The options that name applications. */
export interface ApplicationOptions {
  /** `IMAGE=DIR`, or `DIR` where the manifests use one image. */
  readonly app: readonly string[];
  /** `IMAGE=FILE`, or `FILE` where there is one application. */
  readonly dockerfile: readonly string[];
}

/** Reads what `--app` and `--dockerfile` name. */
export function readApplications({ app, dockerfile }: ApplicationOptions, documents: readonly Document[]): Applications {
  const used = app.length ? imagesOf(documents) : [];
  const built = builtNames(documents);
  const images = new Map<string, Image>();
  const read: Application[] = [];
  const problems: Problem[] = [];
  const dockerfiles = dockerfilesOf(dockerfile, app.length);
  for (const value of app) {
    const { name, folder } = parsed(value);
    const image = name ?? onlyOne(used.map(imageName)) ?? onlyOne(built);
    const message = faultOf(image, used, folder);
    if (image === undefined || message !== undefined) {
      problems.push({ file: `--app ${value}`, message: message ?? '' });
    } else if (images.has(image)) {
      throw new UsageError(`--app ${value}: ${image} has a folder already; give one folder for an image`);
    } else {
      const application = readApplication({ context: folder, dockerfile: dockerfiles.get(image) ?? dockerfiles.get('') });
      read.push(application);
      if (application.image) {
        images.set(image, application.image);
      }
    }
  }
  for (const [image, known] of builtImages(documents)) {
    images.set(image, images.get(image) ?? known);
  }
  readAll(images, documents);
  return { images, problems: [...problems, ...read.flatMap((application) => application.problems())] };
}

function onlyOne(names: readonly string[]): string | undefined {
  const [name, ...others] = new Set(names);
  return others.length === 0 ? name : undefined;
}

/** Reads the files that any command may go by, so that their problems are known before it begins. */
function readAll(images: ReadonlyMap<string, Image>, documents: readonly Document[]): void {
  for (const workload of images.size > 0 ? Reading.ofDocuments(documents, images).workloads : []) {
    for (const container of workload.containers) {
      for (const probe of container.django ? container.probes : []) {
        void probe.use;
      }
      void container.process;
    }
  }
}

/** By image; the empty name stands for the only application. */
function dockerfilesOf(values: readonly string[], applications: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const value of values) {
    const [, image = '', file = value] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
    if (image === '' && applications !== 1) {
      throw new UsageError(`--dockerfile ${value}: say whose it is: --dockerfile IMAGE=FILE beside --app IMAGE=DIR`);
    }
    files.set(image, file);
  }
  return files;
}

/** A folder may have `=` in its name; an image cannot. */
function parsed(value: string): { readonly name?: string; readonly folder: string } {
  const [, name = '', folder = value] = value.includes('=') && !isFolder(value) ? /^([^=]*)=(.*)$/s.exec(value)! : [];
  if (folder === '' || (folder !== value && name === '')) {
    throw new UsageError(`--app ${value}: name a folder, or an image and its folder: --app registry.example/web=./web`);
  }
  return { name: folder === value ? undefined : name, folder };
}

function faultOf(image: string | undefined, used: readonly string[], folder: string): string | undefined {
  const names = [...new Set(used.map(imageName))];
  if (names.length === 0) {
    return 'no manifest here names an image';
  }
  if (image === undefined) {
    return `the manifests use ${names.length} images: ${namesInWords(names)}; say whose folder it is: --app ${names[0]}=${folder}`;
  }
  return used.includes(image) || names.includes(image)
    ? undefined
    : `no manifest here uses the image ${image}; they use ${namesInWords(names)}`;
}

function namesInWords(names: readonly string[]): string {
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

function imagesOf(documents: readonly Document[]): readonly string[] {
  const { workloads } = new Bundle(documents.map(({ json }) => json));
  return [
    ...new Set(
      workloads.flatMap(({ containers, initContainers }) => [...containers, ...initContainers]).flatMap(({ image }) => image ?? []),
    ),
  ];
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
